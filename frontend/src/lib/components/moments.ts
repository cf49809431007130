/** What a `datetime-local` input holds, in the reader's time zone, as RFC 3339; undefined for nothing. */
export function momentOf(typed: string): string | undefined {
	const at = new Date(typed);
	return typed === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
