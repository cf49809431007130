import { describe, expect, test } from 'vitest';
import { boundsOf, DEFAULT_RANGE, links, PRESETS, readRange, safeNext, writeRange, type Range } from '../../src/lib/url';

const read = (query: string) => readRange(new URLSearchParams(query));
const NOW = new Date('2026-11-21T14:20:00Z');

describe('the range in the address', () => {
	const ranges: Range[] = [...PRESETS, { from: '2026-11-01', to: '2026-11-20' }, { from: '2026-11-20', to: '2026-11-20' }];

	test.each(ranges.map((range) => [range]))('%j survives the round trip', (range) => {
		expect(read(writeRange(range))).toEqual(range);
	});

	test('the default is not written', () => expect(writeRange(DEFAULT_RANGE)).toBe(''));

	test.each([
		'r=1000d',
		'from=2026-11-20&to=2026-11-01',
		'from=2026-02-30&to=2026-03-01',
		'from=20261101&to=20261102',
		'from=2026-11-01',
		'from=2019-01-01&to=2026-01-01',
		"from=2026-11-01'--&to=2026-11-02"
	])('%s is the default', (query) => expect(read(query)).toBe(DEFAULT_RANGE));

	test('links carry it', () => {
		expect(links.requests('7d')).toBe('/requests?r=7d');
		expect(links.overview()).toBe('/');
		expect(links.request('req_a/b')).toBe('/requests/req_a%2Fb');
	});
});

describe('what a range means', () => {
	const spell = (range: Range, now = NOW) => {
		const { from, to, bucket } = boundsOf(range, now);
		return [from.toISOString(), to.toISOString(), bucket];
	};

	test('24 hours end with the hour under way', () =>
		expect(spell('24h')).toEqual(['2026-11-20T15:00:00.000Z', '2026-11-21T15:00:00.000Z', 'hour']));
	test('days end with today', () =>
		expect(spell('7d')).toEqual(['2026-11-15T00:00:00.000Z', '2026-11-22T00:00:00.000Z', 'day']));
	test('the month begins on its first', () =>
		expect(spell('month')).toEqual(['2026-11-01T00:00:00.000Z', '2026-11-22T00:00:00.000Z', 'day']));
	test('the last chosen day is included', () =>
		expect(spell({ from: '2026-11-01', to: '2026-11-20' })).toEqual([
			'2026-11-01T00:00:00.000Z',
			'2026-11-21T00:00:00.000Z',
			'day'
		]));
	test('one chosen day is shown by hours', () =>
		expect(spell({ from: '2026-11-20', to: '2026-11-20' })[2]).toBe('hour'));
	test('midnight belongs to the day that begins', () =>
		expect(spell('7d', new Date('2026-11-21T00:00:00Z'))[1]).toBe('2026-11-22T00:00:00.000Z'));
});

describe('the way back after signing in', () => {
	test.each([
		['next=%2Fkeys', '/keys'],
		['next=%2Frequests%3Fr%3D7d', '/requests?r=7d'],
		['', '/'],
		['next=%2F%2Fevil.example', '/'],
		['next=%2F%5Cevil.example', '/'],
		['next=%2F%09%2Fevil.example', '/'],
		['next=https%3A%2F%2Fevil.example', '/'],
		['next=javascript%3Aalert(1)', '/'],
		['next=%2Flogin', '/']
	])('%s leads to %s', (query, path) => expect(safeNext(new URLSearchParams(query))).toBe(path));
});
