/** Sample answers about people, roles, sessions and second factors, held to the types of the API. */

import type {
	Departure,
	EffectivePermissions,
	ImportReport,
	InvitedPage,
	MfaStanding,
	Person,
	PersonPage,
	Recovery
} from '../../src/lib/api/people';
import type { CreationOptions } from '../../src/lib/passkey';
import type { MfaState, PasskeyPage, TotpSetup } from '../../src/lib/api/mfa';
import type { KnownPermission, Role, RolePage } from '../../src/lib/api/roles';
import type { SessionPage } from '../../src/lib/api/sessions';
import type { TeamBranch, TeamPage } from '../../src/lib/api/teams';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const IPHONE =
	'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

export const BEN: Person = person('usr_2', 'Ben Ito', 'ben@example.com', {
	roles: ['developer'],
	team_ids: ['team_1', 'team_2'],
	team_roles: { team_1: ['team_manager'] },
	mfa_methods: ['totp'],
	mfa_enabled: true
});

export const PEOPLE: PersonPage = {
	items: [
		person('usr_1', 'Ada Lovelace', 'ada@example.com', { roles: ['owner'], mfa_enabled: true, mfa_methods: ['totp'] }),
		BEN,
		person('usr_3', 'Chen Wu', 'chen@example.com', { status: 'suspended', status_reason: 'On leave', team_ids: ['team_3'] }),
		person('usr_4', 'Dana Okafor', 'dana@example.com', { status: 'pending', roles: ['finance', 'billing_lead'] })
	],
	next_cursor: null
};

export const PERMISSIONS: EffectivePermissions = {
	user_id: 'usr_2',
	permissions: ['api_keys.create.own', 'llm.use.*', 'policies.view', 'teams.view'],
	conditional_permissions: ['costs.view'],
	denied_permissions: ['api_keys.revoke.own'],
	by_team: { team_1: ['costs.view', 'teams.edit'] },
	sources: [
		source('llm.use.*', ['developer']),
		source('policies.view', ['developer']),
		source('api_keys.create.own', ['developer'], { scope: 'own' }),
		source('teams.edit', ['team_manager'], { scope: 'team', team_id: 'team_1' }),
		source('costs.view', ['team_manager'], { scope: 'team', team_id: 'team_1' }),
		source('costs.view', ['billing_lead', 'finance'], { conditional: true }),
		source('api_keys.revoke.own', ['developer'], { scope: 'own' }),
		source('api_keys.revoke.own', ['billing_lead'], { scope: 'own', denied: true })
	]
};

export const CATALOG: KnownPermission[] = [
	['users.view', 'see people'],
	['users.edit', 'change people'],
	['teams.view', 'see teams'],
	['teams.edit', 'change teams'],
	['costs.view', 'see spend'],
	['costs.export', 'export spend'],
	['policies.view', 'see policies'],
	['policies.activate', 'put policies in force'],
	['llm.use.*', 'call models']
].map(([permission = '', description = '']) => ({ permission, description, scopes: ['own', 'team'] }));

export const ROLES: RolePage = {
	items: [
		role('owner', ['*'], { held_by: 1 }),
		role('developer', ['teams.view', 'policies.view', 'llm.use.*'], { held_by: 14 }),
		role('finance', ['teams.view', 'costs.*', 'policies.view'], { elevatable: true }),
		role('team_manager', ['users.view', 'teams.view', 'teams.edit', 'costs.view', 'llm.use.*'], { held_by: 3 }),
		role('viewer', ['users.view', 'teams.view', 'costs.view', 'policies.view']),
		role('billing_lead', ['costs.export'], {
			system: false,
			description: 'Reads what things cost, in office hours.',
			inherits: ['finance'],
			denied_permissions: ['policies.view'],
			effective_permissions: ['costs.*', 'costs.export', 'policies.view', 'teams.view'],
			effective_denied_permissions: ['policies.view'],
			condition: 'context.hour >= 8 && context.hour < 18',
			held_by: 2,
			version: 4
		})
	],
	next_cursor: null
};

const CLAIMS = team('team_1', 'Claims', null, 'Health and motor');
const SEARCH = team('team_2', 'Search', 'team_1');
const GROWTH = team('team_3', 'Growth', null);

export const TEAMS: TeamPage = { items: [CLAIMS, SEARCH, GROWTH], next_cursor: null };

export const TEAM_TREE: { items: TeamBranch[] } = {
	items: [
		{ ...GROWTH, people: 0, below: [] },
		{ ...CLAIMS, people: 2, below: [{ ...SEARCH, people: 1, below: [] }] }
	]
};

export const MEMBERS = {
	items: [
		{ user_id: 'usr_2', team_id: 'team_1', email: 'ben@example.com', name: 'Ben Ito', status: 'active', roles: ['team_manager'], version: 3 },
		{ user_id: 'usr_5', team_id: 'team_1', email: 'eva@example.com', name: 'Eva Lund', status: 'active', roles: [], version: 1 }
	],
	next_cursor: null
};

export const INVITATIONS: InvitedPage = {
	items: [invited('usr_4', 'Dana Okafor', 'dana@example.com', '2026-11-27T10:00:00.000Z'), invited('usr_6', 'Finn Aro', 'finn@example.com', '2026-11-20T10:00:00.000Z')],
	next_cursor: null
};

export const SESSIONS: SessionPage = {
	items: [
		session('ses_1', true, FIREFOX, '203.0.113.7', ['pwd', 'otp']),
		session('ses_2', false, IPHONE, '2001:db8::17', ['swk', 'user'])
	],
	next_cursor: null
};

export const MFA_OFF: MfaState = mfa({ required: true, required_by: '2026-11-28T00:00:00.000Z' });

export const MFA_ON: MfaState = mfa({ enabled: true, totp: true, methods: ['totp', 'webauthn'], passkeys: 1, backup_codes_left: 9 });

export const PASSKEYS: PasskeyPage = {
	items: [
		{
			id: 'pky_1',
			name: 'Laptop',
			synced: true,
			transports: ['internal'],
			aaguid: '00000000-0000-0000-0000-000000000000',
			created_at: '2026-10-01T09:00:00.000Z',
			last_used_at: '2026-11-21T08:00:00.000Z'
		}
	],
	next_cursor: null
};

export const TOTP: TotpSetup = {
	secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
	otpauth_uri: 'otpauth://totp/Tollgate:ada@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Tollgate',
	qr_svg:
		'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path d="M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM14 14h4v4h-4z"/></svg>'
};

export const BACKUP_CODES = ['abcd-efgh-jkmn', 'bcde-fghj-kmnp', 'cdef-ghjk-mnpq', 'defg-hjkm-npqr', 'efgh-jkmn-pqrs'];

export const REGISTRATION: { public_key: CreationOptions } = {
	public_key: {
		rp: { id: 'localhost', name: 'Tollgate' },
		user: { id: 'dXNyXzE', name: 'ada@example.com', displayName: 'Ada Lovelace' },
		challenge: 'AAAAAAAAAAAAAAAAAAAAAA',
		pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
		authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
		timeout: 60_000
	}
};

export const STANDING: MfaStanding = { enabled: true, methods: ['totp'], waived_until: null, pending: [] };

export const RECOVERY: Recovery = {
	kind: 'reset',
	user_id: 'usr_2',
	status: 'pending',
	reason: 'Lost telephone',
	hours: null,
	requested_by: 'usr_1',
	requested_at: '2026-11-21T14:19:00.000Z',
	expires_at: '2026-11-22T14:19:00.000Z'
};

export const DEPARTURE: Departure = {
	user: { ...BEN, status: 'suspended', anonymize_at: '2027-02-19T00:00:00.000Z' },
	sessions_ended: 2,
	keys_revoked: [{ id: 'key_3', name: 'nightly-batch', last4: '7fQ2', team_id: null }],
	service_keys_to_rotate: [{ id: 'key_1', name: 'claims-service', last4: '7fQ2', team_id: 'team_1' }],
	handed_over: [{ team_id: 'team_1', to_user_id: 'usr_1', roles: ['team_manager'] }],
	export: null
};

export const IMPORT: ImportReport = {
	dry_run: true,
	total: 3,
	created: 1,
	unchanged: 1,
	failed: 1,
	remaining: 0,
	rows: [
		{ line: 2, email: 'gil@example.com', status: 'created', message: '' },
		{ line: 3, email: 'ben@example.com', status: 'unchanged', message: 'is here already' },
		{ line: 4, email: 'not-an-address', status: 'failed', message: 'email: this is not an address' }
	]
};

function person(id: string, name: string, email: string, more: Partial<Person>): Person {
	return {
		id,
		organization_id: 'org_1',
		name,
		email,
		status: 'active',
		status_reason: '',
		email_verified: true,
		roles: ['developer'],
		team_ids: [],
		team_roles: {},
		elevations: [],
		attributes: {},
		mfa_methods: [],
		mfa_enabled: false,
		source: 'local',
		external_id: null,
		invited_at: null,
		anonymize_at: null,
		budgets: [],
		rate_limit: null,
		created_at: '2026-03-02T09:00:00.000Z',
		version: 3,
		...more
	};
}

function source(
	permission: string,
	via: string[],
	more: Partial<EffectivePermissions['sources'][number]> = {}
): EffectivePermissions['sources'][number] {
	return { permission, via, scope: 'org', team_id: null, until: null, denied: false, conditional: false, ...more };
}

function role(id: string, permissions: string[], more: Partial<Role> = {}): Role {
	return {
		id,
		name: id,
		description: '',
		system: true,
		permissions,
		denied_permissions: [],
		inherits: [],
		condition: null,
		elevatable: false,
		effective_permissions: permissions,
		effective_denied_permissions: [],
		held_by: 0,
		created_at: null,
		version: 0,
		...more
	};
}

function team(id: string, name: string, parent: string | null, description = ''): TeamPage['items'][number] {
	return {
		id,
		organization_id: 'org_1',
		name,
		description,
		parent_team_id: parent,
		cost_center: '',
		metadata: {},
		status: 'active',
		budgets: [],
		rate_limit: null,
		created_at: '2026-03-02T09:00:00.000Z',
		version: 1
	};
}

function invited(id: string, name: string, email: string, until: string): InvitedPage['items'][number] {
	return {
		id,
		organization_id: 'org_1',
		name,
		email,
		status: 'pending',
		roles: ['developer'],
		team_ids: [],
		invited_by: 'usr_1',
		invited_at: '2026-11-20T10:00:00.000Z',
		expires_at: until,
		budgets: [],
		rate_limit: null,
		created_at: '2026-11-13T10:00:00.000Z',
		version: 1
	};
}

function session(id: string, current: boolean, agent: string, address: string, methods: string[]): SessionPage['items'][number] {
	return {
		id,
		user_id: 'usr_1',
		current,
		address,
		agent,
		methods,
		created_at: '2026-11-21T08:00:00.000Z',
		authenticated_at: '2026-11-21T08:00:00.000Z',
		last_seen_at: '2026-11-21T14:10:00.000Z',
		expires_at: '2026-11-21T16:00:00.000Z'
	};
}

function mfa(more: Partial<MfaState>): MfaState {
	return {
		enabled: false,
		totp: false,
		methods: [],
		passkeys: 0,
		backup_codes_left: 0,
		required: false,
		required_by: null,
		accepted_methods: ['totp', 'webauthn'],
		waived_until: null,
		advice: null,
		...more
	};
}
