/** What a `datetime-local` input holds, in the reader's time zone, as RFC 3339; undefined for nothing. */
export function momentOf(typed: string): string | undefined {
	const at = new Date(typed);
	return typed === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** A moment as a `datetime-local` input wants it. */
export function typedMoment(at: Date): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
