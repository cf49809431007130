/** Sample answers about the rules of an organization, elevations and access reviews, held to the types of the API. */

import type { AccessReviewDetail, AccessReviewPage, ReviewItem } from '../../src/lib/api/access-reviews';
import type { AccessRulePage } from '../../src/lib/api/access-rules';
import type { ElevationPage } from '../../src/lib/api/elevations';
import type { NetworkSettings, SecuritySettings } from '../../src/lib/api/security';
import type { SsoPage } from '../../src/lib/api/sso';

export const SECURITY: SecuritySettings = {
	password: {
		min_length: 12,
		min_classes: 3,
		classes: [],
		min_score: 3,
		prohibited: [],
		prevent_reuse: 5,
		max_age_days: 0,
		warn_days: 14,
		check_breached: true
	},
	session: { max_hours: 8, idle_minutes: 30, max_concurrent: 10, bind_address: false, bind_agent: false, access_token_minutes: 15 },
	lockout: { failures: 5, minutes: 30 },
	mfa: { required: false, roles: ['owner'], methods: ['totp', 'webauthn'], grace_days: 7, required_since: null },
	self_registration_domains: ['example.com'],
	policy_demands: [{ policy_id: 'pol_models', require_mfa: true, session_timeout_minutes: 20 }],
	version: 12
};

export const NETWORK: NetworkSettings = {
	ip_whitelist_enabled: false,
	allowed_ip_ranges: ['203.0.113.0/24'],
	allow_vpn_access: false,
	applies_to: ['control_plane', 'model_calls'],
	cors_allowed_origins: [],
	your_address: '203.0.113.7',
	version: 12
};

export const SSO: SsoPage = {
	items: [
		{
			id: 'sso_1',
			organization_id: 'org_1',
			name: 'Acme accounts',
			provider: 'okta',
			issuer: 'https://acme.okta.example',
			client_id: 'client',
			has_client_secret: true,
			api_url: null,
			scopes: ['openid', 'email', 'profile'],
			domains: ['example.com'],
			jit: { enabled: true, default_roles: ['developer'], default_team_ids: [] },
			group_claim: 'groups',
			group_mappings: [],
			trust_mfa: false,
			trust_email: false,
			enabled: true,
			enforced: false,
			scim_groups: false,
			redirect_uris: ['https://tollgate.example.com/api/v1/auth/sso/callback'],
			start_url: '/api/v1/auth/sso/sso_1/start',
			created_at: '2026-11-02T09:00:00.000Z',
			version: 2
		}
	],
	next_cursor: null
};

export const ACCESS_RULES: AccessRulePage = {
	items: [
		{
			id: 'acr_1',
			name: 'Policies change in working hours',
			description: 'Agreed with the works council',
			effect: 'forbid',
			actions: ['policies.create', 'policies.edit'],
			condition: 'context.time < 700 || context.time >= 1900',
			reads_resource: false,
			enabled: true,
			created_at: '2026-11-02T09:00:00.000Z',
			version: 4
		}
	],
	next_cursor: null
};

const REVIEW: AccessReviewPage['items'][number] = {
	id: 'arv_1',
	name: 'Fourth quarter',
	scope: { kinds: [], team_ids: [], roles: [] },
	item_count: 3,
	due_at: '2026-12-15T00:00:00.000Z',
	status: 'open',
	created_by: 'usr_1',
	created_at: '2026-11-20T09:00:00.000Z',
	closed_by: null,
	closed_at: null,
	version: 1
};

const ADA: ReviewItem['person'] = {
	id: 'usr_1',
	email: 'ada@example.com',
	name: 'Ada Lovelace',
	status: 'active',
	last_sign_in_at: null,
	mfa_methods: ['totp']
};

export const REVIEWS: AccessReviewPage = { items: [REVIEW], next_cursor: null };

export const REVIEW_DETAIL: AccessReviewDetail = {
	...REVIEW,
	items: [
		reviewed('ari_1', { kind: 'role', subject: 'developer', name: 'developer' }),
		reviewed('ari_2', { kind: 'team_role', subject: 'team_manager', name: 'team_manager in Claims', team_id: 'team_1' }),
		reviewed('ari_4', { kind: 'role', subject: 'owner', name: 'owner', person: ADA }),
		reviewed('ari_3', { kind: 'api_key', subject: 'key_1', name: 'claims-service', person: null, last_used_at: null })
	],
	next_cursor: null
};

export const ELEVATIONS: ElevationPage = {
	items: [
		{
			id: 'elv_1',
			user_id: 'usr_2',
			role: 'security_officer',
			minutes: 90,
			reason: 'Ticket 4711',
			state: 'pending',
			requested_at: '2026-11-21T14:00:00.000Z',
			expires_at: '2026-11-22T14:00:00.000Z',
			until: null,
			decided_by: null,
			decided_at: null,
			comment: '',
			version: 1
		},
		{
			id: 'elv_2',
			user_id: 'usr_1',
			role: 'finance',
			minutes: 60,
			reason: 'Closing the month',
			state: 'active',
			requested_at: '2026-11-21T14:00:00.000Z',
			expires_at: '2026-11-22T14:00:00.000Z',
			until: '2026-11-21T15:05:00.000Z',
			decided_by: 'usr_2',
			decided_at: '2026-11-21T14:05:00.000Z',
			comment: '',
			version: 2
		}
	],
	next_cursor: null
};

function reviewed(id: string, more: Partial<ReviewItem>): ReviewItem {
	return {
		id,
		kind: 'role',
		person: {
			id: 'usr_2',
			email: 'ben@example.com',
			name: 'Ben Ito',
			status: 'active',
			last_sign_in_at: '2026-11-19T08:00:00.000Z',
			mfa_methods: []
		},
		subject: '',
		name: '',
		team_id: null,
		last_used_at: '2026-11-19T08:00:00.000Z',
		permissions: [],
		decision: null,
		outcome: null,
		decided_by: null,
		decided_at: null,
		comment: '',
		...more
	};
}
