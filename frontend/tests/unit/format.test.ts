import { describe, expect, test } from 'vitest';
import { dollars, usd, usdExact, usdShort, usdTick } from '../../src/lib/format/money';
import { count, countShort, percent, plural } from '../../src/lib/format/number';
import { ago, dayYear, duration } from '../../src/lib/format/time';

describe('money', () => {
	test.each([
		['0', '$0.00'],
		['12.5', '$12.50'],
		['1204.507', '$1,204.51'],
		['0.5', '$0.50'],
		['0.0042', '$0.0042'],
		['0.00383', '$0.00383'],
		['0.123456', '$0.123'],
		['0.000000001', '$0.000000001'],
		['-0.02', '-$0.02'],
		['0.9999', '$1.00'],
		[null, '$0.00']
	])('%s dollars read %s', (amount, text) => expect(usd(amount)).toBe(text));

	test('a charged call never reads as free', () => {
		for (let nano = 1; nano < 1e9; nano *= 7) expect(Number(usd(nano / 1e9).slice(1))).toBeGreaterThan(0);
	});

	test('exact amounts keep every digit', () => {
		expect(usdExact('0.0076125')).toBe('$0.0076125');
		expect(usdExact('123456789.123456789')).toBe('$123456789.123456789');
		expect(usdExact('2.5')).toBe('$2.50');
		expect(usdExact('-1')).toBe('-$1.00');
	});

	test('headlines and axes stay short', () => {
		expect(usdShort('27914')).toBe('$27.9K');
		expect(usdShort('9999.5')).toBe('$9,999.50');
		expect(usdTick(40)).toBe('$40');
		expect(usdTick(2.5)).toBe('$2.50');
		expect(usdTick(20_000)).toBe('$20K');
	});

	test('what is not an amount is nothing', () => expect(dollars('many')).toBe(0));
});

describe('numbers', () => {
	test('counts', () => {
		expect(count(1894)).toBe('1,894');
		expect(countShort(4_820_000)).toBe('4.82M');
		expect(countShort(9_999)).toBe('9,999');
		expect(plural(1, 'call')).toBe('1 call');
		expect(plural(2, 'call')).toBe('2 calls');
	});

	test.each([
		[0, 0, '0%'],
		[0, 10, '0%'],
		[37, 10_000, '0.37%'],
		[1, 1_000_000, '<0.01%'],
		[66, 1_000, '6.6%'],
		[1, 2, '50%']
	])('%d of %d is %s', (part, whole, text) => expect(percent(part, whole)).toBe(text));
});

describe('time', () => {
	const now = new Date('2026-11-21T12:00:00Z');

	test.each([
		[852, '852 ms'],
		[2_010, '2.01 s'],
		[72_000, '1 m 12 s']
	])('%d ms last %s', (ms, text) => expect(duration(ms)).toBe(text));

	test.each([
		['2026-11-21T11:59:30Z', 'just now'],
		['2026-11-21T11:57:00Z', '3 min ago'],
		['2026-11-21T10:00:00Z', '2 h ago'],
		['2026-11-16T12:00:00Z', '5 d ago'],
		['2026-01-01T00:00:00Z', 'Jan 1, 2026']
	])('%s is %s', (at, text) => expect(ago(new Date(at), now)).toBe(text));

	test('days are UTC wherever the reader is', () => expect(dayYear(new Date('2026-11-21T00:00:00Z'))).toBe('Nov 21, 2026'));
});
