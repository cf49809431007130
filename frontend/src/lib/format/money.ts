const CENTS = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const COMPACT = new Intl.NumberFormat('en-US', {
	style: 'currency',
	currency: 'USD',
	notation: 'compact',
	minimumFractionDigits: 0,
	maximumFractionDigits: 1
});
const WHOLE = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 });

/** Dollars of the API (decimal string or number) as a number; missing is zero. */
export function dollars(amount: string | number | null | undefined): number {
	const value = Number(amount ?? 0);
	return Number.isFinite(value) ? value : 0;
}

/** `$1,204.50`; below a dollar with three significant digits, so that a call never looks free. */
export function usd(amount: string | number | null | undefined): string {
	const value = dollars(amount);
	return value !== 0 && Math.abs(value) < 1 ? small(value) : CENTS.format(value);
}

/** `$40`, `$2.50`, `$0.002`: the values of an axis, without cents that say nothing. */
export function usdTick(value: number): string {
	if (Math.abs(value) >= 10_000) return COMPACT.format(value);
	return Number.isInteger(value) ? WHOLE.format(value) : usd(value);
}

/** `$27.9K` from ten thousand dollars on, for axes and headlines. */
export function usdShort(amount: string | number | null | undefined): string {
	const value = dollars(amount);
	return Math.abs(value) >= 10_000 ? COMPACT.format(value) : usd(value);
}

/** Every digit the ledger keeps, for arithmetic that a reader wants to check. */
export function usdExact(amount: string | number | null | undefined): string {
	const text = String(amount ?? '0');
	if (!/^-?\d+(\.\d+)?$/.test(text)) return usd(amount);
	const [whole = '0', decimals = ''] = text.replace('-', '').split('.');
	return `${text.startsWith('-') ? '-' : ''}$${whole}.${decimals.padEnd(2, '0')}`;
}

function small(value: number): string {
	const leadingZeros = Math.max(0, Math.ceil(-Math.log10(Math.abs(value))) - 1);
	const digits = value.toFixed(Math.min(12, leadingZeros + 3)).replace('-', '');
	const [whole, decimals = ''] = digits.split('.');
	return `${value < 0 ? '-' : ''}$${whole}.${decimals.replace(/0+$/, '').padEnd(2, '0')}`;
}
