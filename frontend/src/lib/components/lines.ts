/** One entry per line or comma, each once. */
export function readLines(text: string): string[] {
	return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}
