import { describe, expect, test } from 'vitest';
import type { EffectivePermissions } from '../../src/lib/api/people';
import type { KnownPermission, Role } from '../../src/lib/api/roles';
import type { TeamBranch } from '../../src/lib/api/teams';
import { ApiError } from '../../src/lib/api/error';
import { deviceWords } from '../../src/lib/components/device';
import { elevationAnswers, spanWords } from '../../src/lib/components/elevation';
import { shownRows, summary } from '../../src/lib/components/import';
import { readLines } from '../../src/lib/components/lines';
import { groupSources } from '../../src/lib/components/people-words';
import { diffLines, diffRoles, extentOf } from '../../src/lib/components/roles';
import { grouped, methodWords, pictureOf, readProof, typedFactors } from '../../src/lib/components/second-factor';
import { adviceOf, waitWords } from '../../src/lib/components/sign-in';
import { rowsOf } from '../../src/lib/components/team-tree';
import { stepUp } from '../../src/lib/step-up.svelte';
import { totp } from '../journey/totp';

describe('a second factor as it is typed', () => {
	test.each([
		['123456', { code: '123456' }],
		[' 123 456 ', { code: '123456' }],
		['abcd-efgh-jkmn', { backup_code: 'abcd-efgh-jkmn' }],
		['12345678', { backup_code: '12345678' }]
	])('%j is a proof', (typed, proof) => expect(readProof(typed)).toEqual(proof));

	test.each(['', '12345', '1234567', 'abc', '<script>alert(1)</script>'])('%j is none', (typed) => {
		expect(readProof(typed)).toBeUndefined();
	});

	test('says what may be typed', () => {
		expect(typedFactors(['totp', 'webauthn', 'backup_code'])).toBe('the six digits of your authenticator app or a backup code');
		expect(typedFactors(['webauthn'])).toBe('');
	});

	test('a secret is read in groups of four', () => expect(grouped('ABCDEFGHIJ')).toBe('ABCD EFGH IJ'));

	test('a picture never becomes part of the page', () => {
		expect(pictureOf('<svg onload="x">#</svg>')).toBe('data:image/svg+xml,%3Csvg%20onload%3D%22x%22%3E%23%3C%2Fsvg%3E');
	});

	test('methods are named once each', () => {
		expect(methodWords(['swk', 'user', 'pwd', 'new'])).toBe('passkey, password, new');
	});

	test('the journey computes codes as RFC 6238 does', () => {
		expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 59_000)).toBe('287082');
		expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1_111_111_109_000)).toBe('081804');
	});
});

describe('what signing in says', () => {
	const now = new Date('2026-11-21T12:00:00Z');

	test.each([
		[{}, ''],
		[{ password_expires_at: '2027-02-01T00:00:00Z' }, ''],
		[{ password_expires_soon: true, password_expires_at: '2026-11-22T00:00:00Z' }, 'Your password has to change within 1 day.'],
		[{ password_expires_soon: true, password_expires_at: '2026-11-30T00:00:00Z' }, 'Your password has to change within 9 days.'],
		[{ mfa_required_by: '2026-11-28T00:00:00Z' }, 'From Nov 28, 2026 on, signing in takes a second factor.'],
		[{ password_change_required: true, mfa_required_by: '2026-11-28T00:00:00Z' }, 'Your password does not meet the rules of your organization. Choose another.']
	])('%j', (answer, advice) => expect(adviceOf(answer, now)).toBe(advice));

	test.each([
		[undefined, 'Too many attempts.'],
		[42, 'Too many attempts. Try again in 42 s.'],
		[1800, 'Too many attempts. Try again in 30 minutes.']
	])('to wait %s', (seconds, words) => {
		expect(waitWords(new ApiError(429, 'rate_limited', '', undefined, undefined, seconds))).toBe(words);
	});

	test('only a lost credential signs one out', () => {
		const signedOut = (status: number, code: string) => new ApiError(status, code, '').signedOut;
		expect(signedOut(401, 'invalid_api_key')).toBe(true);
		expect(['step_up_required', 'invalid_credentials', 'mfa_invalid'].map((code) => signedOut(401, code))).toEqual([false, false, false]);
		expect(signedOut(403, 'forbidden')).toBe(false);
	});
});

describe('proving once more who one is', () => {
	test('is refused where no page can ask', async () => expect(await stepUp.ask()).toBe(false));

	test('is asked once for all that wait', async () => {
		const detach = stepUp.attach();
		const asked = Promise.all([stepUp.ask(), stepUp.ask()]);
		expect(stepUp.open).toBe(true);
		stepUp.settle(true);
		expect(await asked).toEqual([true, true]);
		expect(stepUp.open).toBe(false);
		const second = stepUp.ask();
		detach();
		expect(await second).toBe(false);
	});
});

describe('roles beside each other', () => {
	const known = ['users.view', 'users.edit', 'costs.view', 'teams.view'].map(
		(permission): KnownPermission => ({ permission, description: '', scopes: ['own', 'team'] })
	);
	const role = (allowed: string[], denied: string[] = []) =>
		({ effective_permissions: allowed, effective_denied_permissions: denied }) as Role;

	test.each([
		[['*'], [], 'all'],
		[['users.*'], [], 'all'],
		[['users.view.team', 'users.view.own'], [], 'team'],
		[['users.view.own'], [], 'own'],
		[['users.edit'], [], 'none'],
		[['users.*'], ['users.view'], 'none']
	])('%j without %j gives users.view: %s', (allowed, denied, extent) => {
		expect(extentOf(role(allowed, denied), 'users.view')).toBe(extent);
	});

	test('differ by what one gives and the other does not, or not as far', () => {
		const diff = diffRoles(role(['users.*', 'teams.view']), role(['users.view.own', 'costs.view', 'teams.view']), known);
		expect(diffLines(diff.more)).toEqual([['users', 'view (all instead of own), edit']]);
		expect(diffLines(diff.less)).toEqual([['costs', 'view']]);
		expect(diff.same).toBe(1);
	});
});

test('permissions are grouped with every path that gives or denies them', () => {
	const source = (permission: string, more: object): EffectivePermissions['sources'][number] => ({
		permission,
		via: ['developer'],
		scope: 'org',
		team_id: null,
		until: null,
		denied: false,
		conditional: false,
		...more
	});
	const sources = [
		source('teams.view', {}),
		source('costs.view', { via: ['lead', 'finance'], team_id: 'team_1' }),
		source('costs.view', { until: '2026-11-21T15:00:00Z' }),
		source('costs.view', { denied: true }),
		source('costs.view', { denied: true })
	];
	const names = new Map([['team_1', 'Claims']]);
	expect(groupSources(sources, names)).toEqual([
		{
			resource: 'costs',
			rows: [
				{
					permission: 'costs.view',
					paths: ['lead › finance, in Claims', 'developer, until Nov 21, 2026, 15:00:00 UTC'],
					denials: ['developer']
				}
			]
		},
		{ resource: 'teams', rows: [{ permission: 'teams.view', paths: ['developer'], denials: [] }] }
	]);
	expect(groupSources(sources, names, 'claims').map((group) => group.resource)).toEqual(['costs']);
});

test('a tree of teams reads from the top, by name', () => {
	const branch = (name: string, below: TeamBranch[] = []) => ({ id: name, name, below }) as TeamBranch;
	const rows = rowsOf([branch('b', [branch('d', [branch('e')]), branch('c')]), branch('a')]);
	expect(rows.map(({ team, depth }) => `${depth}${team.name}`)).toEqual(['0a', '0b', '1c', '1d', '2e']);
});

describe('an import', () => {
	const row = (line: number, status: 'created' | 'failed') => ({ line, email: `${line}@example.com`, status, message: '' });
	const report = { dry_run: true, total: 300, created: 298, unchanged: 0, failed: 2, remaining: 0, rows: [] };

	test('is told in a sentence', () => {
		expect(summary(report, false)).toBe('298 would be added, 2 lines fail.');
		expect(summary({ ...report, created: 1, failed: 1, unchanged: 2, remaining: 1200 }, true)).toBe(
			'1 is added, 2 are there already, 1 line fails, 1,200 still wait.'
		);
	});

	test('shows its failures first, and no more than fit', () => {
		const rows = Array.from({ length: 300 }, (_, at) => row(at + 2, at % 150 === 149 ? 'failed' : 'created'));
		const shown = shownRows({ ...report, rows });
		expect(shown).toHaveLength(200);
		expect(shown.slice(0, 3).map((one) => one.line)).toEqual([151, 301, 2]);
	});
});

describe('a role for a while', () => {
	const elevation = (user_id: string, state: 'pending' | 'active' | 'rejected') =>
		({ user_id, state }) as Parameters<typeof elevationAnswers>[0];

	test('is never decided by who asks for it', () => {
		expect(elevationAnswers(elevation('me', 'pending'), 'me', true)).toEqual(['revoke']);
		expect(elevationAnswers(elevation('her', 'pending'), 'me', true)).toEqual(['approve', 'reject']);
		expect(elevationAnswers(elevation('her', 'pending'), 'me', false)).toEqual([]);
		expect(elevationAnswers(elevation('her', 'active'), 'me', true)).toEqual(['revoke']);
		expect(elevationAnswers(elevation('me', 'rejected'), 'me', true)).toEqual([]);
	});

	test.each([
		[45, '45 minutes'],
		[60, 'an hour'],
		[90, '1 h 30 min'],
		[480, '8 hours']
	])('%i minutes are %s', (minutes, words) => expect(spanWords(minutes)).toBe(words));
});

test.each([
	['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox on Linux'],
	['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
	['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1', 'Safari on iPhone'],
	['curl/8.5.0', 'curl'],
	['', 'Unknown device'],
	[null, 'Unknown device']
])('the agent %j is %s', (agent, words) => expect(deviceWords(agent)).toBe(words));

test('lists are read by line or comma, each entry once', () => {
	expect(readLines(' a.example, b.example\n\na.example ')).toEqual(['a.example', 'b.example']);
});
