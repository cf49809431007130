const WHOLE = new Intl.NumberFormat('en-US');
const COMPACT = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });

/** `4,820`. */
export function count(value: number): string {
	return WHOLE.format(value);
}

/** `4.82M` from ten thousand on, else every digit. */
export function countShort(value: number): string {
	return Math.abs(value) >= 10_000 ? COMPACT.format(value) : WHOLE.format(value);
}

/** A share of a whole as `0.37%`; a whole of zero is `0%`. */
export function percent(part: number, whole: number): string {
	if (whole === 0 || part === 0) return '0%';
	const value = (part / whole) * 100;
	if (value < 0.01) return '<0.01%';
	const digits = value < 1 ? 2 : value < 10 ? 1 : 0;
	return `${value.toFixed(digits)}%`;
}

/** `1 call`, `2 calls`. */
export function plural(value: number, one: string, many = `${one}s`): string {
	return `${count(value)} ${value === 1 ? one : many}`;
}
