import { describe, expect, test } from 'vitest';
import { holds, permits, type Rights } from '$lib/permissions';

const rights = (permissions: string[], more: Partial<Rights> = {}): Rights => ({
	permissions,
	denied_permissions: [],
	team_permissions: {},
	...more
});

describe('what covers what', () => {
	test.each([
		['costs.view', 'costs.view.own', true],
		['costs.view.org', 'costs.view', true],
		['costs.view.team', 'costs.view.own', true],
		['costs.view.own', 'costs.view.team', false],
		['costs.view.own', 'costs.view', false],
		['*', 'users.create', true],
		['users.*', 'users.create', true],
		['*.view', 'teams.view', true],
		['users.view', 'users.edit', false],
		['llm.use.*', 'llm.use.openai', true]
	])('%s and %s: %s', (granted, needed, expected) => {
		expect(permits([granted], needed)).toBe(expected);
	});
});

describe('what somebody has', () => {
	test('everywhere', () => expect(holds(rights(['users.edit']), 'users.edit')).toBe(true));
	test('in a team alone', () => {
		const manager = rights([], { team_permissions: { team_1: ['users.edit', 'security.edit'] } });
		expect(holds(manager, 'users.edit')).toBe(true);
		expect(holds(manager, 'security.edit')).toBe(false);
	});
	test('a denial wins, also of a part', () => {
		expect(holds(rights(['*'], { denied_permissions: ['policies.delete'] }), 'policies.delete')).toBe(false);
		expect(holds(rights(['*'], { denied_permissions: ['users.view.own'] }), 'users.view')).toBe(false);
	});
});
