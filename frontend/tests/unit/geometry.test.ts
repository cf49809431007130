import { describe, expect, test } from 'vitest';
import { columns, labelled, roundedTop, spark, type Series } from '../../src/lib/charts/geometry';

const FRAME = { width: 640, height: 240, top: 10, right: 4, bottom: 24, left: 50 };
const SERIES: Series[] = [
	{ name: 'a', values: [1, 0, 3] },
	{ name: 'b', values: [2, 0, 0] }
];

describe('stacked columns', () => {
	const chart = columns(SERIES, 3, FRAME);

	test('segments stand on each other and on the base', () => {
		const [a, b] = chart.segments.filter((one) => one.bucket === 0);
		expect(a && a.y + a.height).toBeCloseTo(chart.base);
		expect(b && b.y + b.height).toBeCloseTo(a?.y ?? Number.NaN);
		expect((b?.height ?? 0) / (a?.height ?? 1)).toBeCloseTo(2);
	});

	test('only the top segment of a column ends it, whatever the series', () => {
		expect(chart.segments.filter((one) => one.last).map((one) => [one.bucket, one.series])).toEqual([
			[2, 0],
			[0, 1]
		]);
	});

	test('empty buckets have no segment and a total of zero', () => {
		expect(chart.segments.some((one) => one.bucket === 1)).toBe(false);
		expect(chart.totals).toEqual([3, 0, 3]);
	});

	test('everything stays inside the frame', () => {
		for (const one of chart.segments) {
			expect(one.x).toBeGreaterThanOrEqual(FRAME.left);
			expect(one.x + one.width).toBeLessThanOrEqual(FRAME.width - FRAME.right);
			expect(one.y).toBeGreaterThanOrEqual(FRAME.top - 1e-6);
		}
	});

	test('of what is counted the axis shows no fractions', () => {
		expect(columns([{ name: 'calls', values: [1, 0] }], 2, FRAME).ticks.map((tick) => tick.value)).toEqual([0, 1]);
		expect(columns([{ name: 'cost', values: [0.5, 0] }], 2, FRAME).ticks.some((tick) => tick.value % 1 > 0)).toBe(true);
	});

	test('the axis covers the highest column', () => {
		expect(Math.max(...chart.ticks.map((tick) => tick.value))).toBeGreaterThanOrEqual(3);
	});

	test('nothing to show draws nothing and divides by nothing', () => {
		const empty = columns([{ name: 'a', values: [0, 0] }], 2, FRAME);
		expect(empty.segments).toEqual([]);
		expect(empty.ticks).toEqual([]);
		expect(Number.isFinite(empty.base)).toBe(true);
	});
});

describe('axis labels', () => {
	test.each([
		[30, 20, 72],
		[7, 90, 72],
		[1, 500, 72],
		[400, 1.5, 58]
	])('%d buckets of %d px keep %d px between labels and name the last', (buckets, step, width) => {
		const shown = labelled(buckets, step, width);
		expect(shown.at(-1)).toBe(buckets - 1);
		for (let at = 1; at < shown.length; at++)
			expect(((shown[at] ?? 0) - (shown[at - 1] ?? 0)) * step).toBeGreaterThanOrEqual(width);
	});

	test('no bucket, no label', () => expect(labelled(0, 10, 50)).toEqual([]));
});

test('corners are never rounder than the column is wide', () => {
	expect(roundedTop(0, 0, 2, 10, 4)).toBe('M0,10V1Q0,0 1,0H1Q2,0 2,1V10Z');
});

describe('sparklines', () => {
	test('one value is no line', () => expect(spark([3], 100, 30)).toEqual({ line: '', area: '' }));
	test('all zero is a line on the base', () => expect(spark([0, 0, 0], 100, 30).line).toMatch(/^M2,28/));
	test('no coordinate is lost', () => expect(spark([1, 5, 2], 100, 30).area).not.toContain('NaN'));
});
