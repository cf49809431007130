/** The colour of the nth series of a chart; what is left over is grey. */
export function seriesColour(index: number, name: string): string {
	return name === 'Other' ? 'var(--color-series-other)' : `var(--color-series-${(index % 5) + 1})`;
}
