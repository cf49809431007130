import { describe, expect, test } from 'vitest';
import { choices, ofRows, KINDS } from '../../src/lib/components/call-filters';
import type { RequestRow } from '../../src/lib/api/requests';
import { links, readCallFilters, readRange, withRange } from '../../src/lib/url';

const [model, team] = KINDS;
const names = new Map([['team_1', 'Claims']]);

describe('the filters of calls', () => {
	test('an address holds the range and the filters, and is read back', () => {
		const href = links.requests('7d', { model: 'gpt-4o', team_id: 'team_1', key_id: undefined });
		expect(href).toBe('/requests?r=7d&model=gpt-4o&team_id=team_1');
		const query = new URL(href, 'http://localhost').searchParams;
		expect(readCallFilters(query)).toEqual({ model: 'gpt-4o', team_id: 'team_1' });
		expect(links.request('req_1', readRange(query), readCallFilters(query))).toBe('/requests/req_1?r=7d&model=gpt-4o&team_id=team_1');
	});

	test('what is not known or empty is left out', () => {
		expect(readCallFilters(new URLSearchParams('model=&nobody=1&outcome=lost'))).toEqual({});
		expect(links.requests()).toBe('/requests');
	});

	test('an outcome is one of those that a summary counts', () => {
		const href = links.requests('7d', { outcome: 'refused' });
		expect(href).toBe('/requests?r=7d&outcome=refused');
		expect(readCallFilters(new URL(href, 'http://localhost').searchParams)).toEqual({ outcome: 'refused' });
	});

	test('another range leaves the filters as they are', () => {
		const page = new URL('http://localhost/requests?from=2026-11-01&to=2026-11-03&model=gpt-4o');
		expect(withRange(page, '7d')).toBe('/requests?r=7d&model=gpt-4o');
		expect(withRange(page, '30d')).toBe('/requests?model=gpt-4o');
	});

	test('choices say how many calls there are, and never lose what is asked for', () => {
		expect(choices(team!, new Map([['team_1', 12_400], ['', 3]]), 'team_gone', names)).toEqual([
			{ value: '', name: 'Every team' },
			{ value: 'team_1', name: 'Claims (12.4K)' },
			{ value: 'team_gone', name: 'team_gone' }
		]);
	});

	test('without sums the rows themselves say what there is', () => {
		const rows = [{ model: 'gpt-4o' }, { model: 'gpt-4o' }, { model: 'echo' }] as RequestRow[];
		expect(choices(model!, ofRows(rows, 'model'), undefined, names).map(({ name }) => name)).toEqual(['Every model', 'gpt-4o', 'echo']);
	});
});
