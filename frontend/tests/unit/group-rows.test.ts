import { describe, expect, it } from 'vitest';
import { mappingWords, readRows, rowsOf } from '../../src/lib/components/group-rows';

const MAPPINGS = [
	{ group: 'LLM developers', roles: ['developer', 'viewer'], team_ids: ['team_1'] },
	{ group: 'platform', roles: [], team_ids: ['team_1', 'team_2'] }
];

describe('group rows', () => {
	it('come back as the mappings that they were made of', () => {
		expect(rowsOf(MAPPINGS)).toEqual([
			{ group: 'LLM developers', role: 'developer', team: 'team_1' },
			{ group: 'LLM developers', role: 'viewer', team: '' },
			{ group: 'platform', role: '', team: 'team_1' },
			{ group: 'platform', role: '', team: 'team_2' }
		]);
		expect(readRows(rowsOf(MAPPINGS))).toEqual(MAPPINGS);
	});

	it('make one mapping of a group whatever its case, and leave blank lines out', () => {
		const rows = [
			{ group: ' Platform ', role: 'viewer', team: '' },
			{ group: 'platform', role: 'viewer', team: 'team_1' },
			{ group: '', role: '', team: '' }
		];
		expect(readRows(rows)).toEqual([{ group: 'Platform', roles: ['viewer'], team_ids: ['team_1'] }]);
	});

	it.each([
		{ group: 'platform', role: '', team: '' },
		{ group: ' ', role: 'viewer', team: '' },
		{ group: '', role: '', team: 'team_1' }
	])('say nothing by halves: %o', (row) => {
		expect(readRows([row])).toBeUndefined();
	});

	it('have no group of their own', () => {
		expect(readRows([])).toEqual([]);
		expect(rowsOf([{ group: 'idle', roles: [], team_ids: [] }])).toEqual([{ group: 'idle', role: '', team: '' }]);
	});

	it('say in words what a group gives', () => {
		const nameOf = (id: string) => ({ team_1: 'Claims' })[id] ?? id;
		expect(MAPPINGS.map((one) => mappingWords(one, nameOf))).toEqual(['developer, viewer, in Claims', 'in Claims, in team_2']);
		expect(mappingWords({ group: 'idle', roles: [], team_ids: [] }, nameOf)).toBe('nothing');
	});
});
