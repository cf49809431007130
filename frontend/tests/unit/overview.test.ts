import { describe, expect, test } from 'vitest';
import { bucketLabels, ranking, seriesOf, spentToday, timeline, withOther } from '../../src/lib/pages/overview-data';
import { boundsOf } from '../../src/lib/url';
import { NOW, summary, totalsOf } from '../pages/samples';

const bounds = boundsOf('7d', NOW);
const week = summary(new URLSearchParams({ start: bounds.from.toISOString(), end: bounds.to.toISOString() }));

describe('the timeline', () => {
	test('has one bucket per day, also where the API tells nothing', () => {
		const line = timeline({ ...week, items: week.items.slice(2, 3) }, bounds);
		expect(line.starts.map((at) => at.toISOString().slice(8, 10))).toEqual(['15', '16', '17', '18', '19', '20', '21']);
		expect(line.groups.map((group) => group !== undefined)).toEqual([false, false, true, false, false, false, false]);
	});

	test('reads hours as the API writes them', () => {
		const day = boundsOf('24h', NOW);
		const group = { group: '2026-11-21T13:00:00Z', ...totalsOf(3) };
		const line = timeline({ ...week, items: [group] }, day);
		expect(line.groups.indexOf(group)).toBe(22);
		expect(bucketLabels(line.starts, 'hour').long[22]).toBe('Nov 21, 13:00 UTC');
	});

	test('outcomes of a day add up to its calls', () => {
		const series = seriesOf(timeline(week, bounds), 'calls');
		week.items.forEach((group, at) =>
			expect(series.reduce((sum, one) => sum + (one.values[at] ?? 0), 0)).toBe(group.requests)
		);
	});
});

describe('what the named models leave', () => {
	test('is Other', () => {
		expect(withOther([{ name: 'a', values: [1, 2] }], { name: 'Cost', values: [1, 5] })).toEqual([
			{ name: 'a', values: [1, 2] },
			{ name: 'Other', values: [0, 3] }
		]);
	});

	test('is not shown when it is nothing but rounding', () => {
		expect(withOther([{ name: 'a', values: [0.1 + 0.2] }], { name: 'Cost', values: [0.3] })).toHaveLength(1);
	});
});

test('today is the day of the clock, and nothing when it has no calls', () => {
	expect(spentToday(week, NOW)).toBe(week.items.at(-1)?.cost_usd);
	expect(spentToday(week, new Date('2026-12-24T00:00:00Z'))).toBe('0');
});

test('a ranking names its entries and says one call', () => {
	const items = [{ group: 'key_1', ...totalsOf(1) }];
	expect(ranking({ ...week, items }, (id) => id.toUpperCase())).toEqual([
		{ id: 'key_1', name: 'KEY_1', value: 0.0077, text: '$0.0077', note: '1 call' }
	]);
});
