/** Sample violations, approvals and explanations, held to the API's types. */

import type { Approval } from '../../src/lib/api/approvals';
import type { Schemas } from '../../src/lib/api/client';
import type { Explanation } from '../../src/lib/api/requests';
import type { Violation } from '../../src/lib/api/violations';
import { BEN } from './policy-samples';
import { REFUSED } from './samples';

export const VIOLATIONS: Schemas['Page_ViolationView_'] = {
	items: [
		violation('vio_1', { action: 'deny', wanted: 'deny', severity: 'critical', policy_name: 'Card numbers', rule: 'categories', findings: { 'financial.card': 2 }, message: 'Card and account numbers must not be sent to a model.' }),
		violation('vio_2', { status: 'acknowledged', version: 1, review: { reason: 'Looking into it', by: 'usr_1', by_type: 'user', at: '2026-11-21T13:00:00Z' } }),
		violation('vio_3', { shadow: true, wanted: 'deny', action: 'log', user_id: null }),
		violation('vio_4', { status: 'false_positive', false_positive: true, resolved: true, version: 2, severity: 'low' })
	],
	next_cursor: null
};

export const APPROVALS: Schemas['Page_ApprovalView_'] = {
	items: [
		approval('apr_1', {}),
		approval('apr_2', {
			kind: 'budget_raise',
			reason: 'Quarter end: twice the claims.',
			requested_by: { type: 'user', id: 'usr_3' },
			user_id: null,
			policy_id: null,
			policy_name: null,
			request_id: null,
			rules: [],
			budget_raise: { target_type: 'team', target_id: 'team_1', period: 'monthly', amount_usd: '250' },
			required: 2,
			approvals: [{ by: BEN, at: '2026-11-21T12:00:00Z', comment: 'Fine with me.' }],
			grant: 'window'
		})
	],
	next_cursor: null
};

export const DENIED: Schemas['RequestView'] = {
	...REFUSED,
	id: 'req_denied',
	user_id: 'usr_1',
	refusal: { status: 403, code: 'policy_denied', message: 'The model o4-mini is not one of those allowed.' }
};

export const EXPLANATION: Explanation = {
	request_id: 'req_denied',
	created_at: '2026-11-21T14:19:58.120Z',
	state: 'refused',
	decision: 'deny',
	summary: 'Refused by the policy “Approved models” (allowed models).',
	advice: 'Change the call so that it keeps the rules below, or ask for an exception.',
	model: 'o4-mini',
	requested_model: null,
	bundle_hash: '0123456789abcdef0123456789abcdef',
	policy_us: 212,
	approval_id: null,
	refusal: { status: 403, code: 'policy_denied', message: 'The model o4-mini is not one of those allowed.' },
	findings: {},
	policies: [
		explained('pol_models', 'Approved models', 'allowed_models', 'deny', { asks_for: ['gpt-4o*', 'claude-*'], current_version: 3 }),
		explained('pol_pii', 'Personal data stays here', 'categories', 'redact', { findings: { 'pii.email': 2 }, version: 1, current_version: 1 }),
		explained('pol_rate', 'Fair share', 'requests_per_minute', 'log', { shadow: true, wanted: 'queue', version: 1, current_version: 1 })
	]
};

function violation(id: string, more: Partial<Violation>): Violation {
	return {
		id,
		organization_id: 'org_1',
		occurred_at: '2026-11-21T13:41:00.000Z',
		request_id: 'req_denied',
		policy_id: 'pol_models',
		policy_version: 2,
		policy_name: 'Approved models',
		policy_type: 'usage',
		rule: 'allowed_models',
		action: 'deny',
		wanted: 'deny',
		enforcement: 'strict',
		severity: 'medium',
		shadow: false,
		message: 'The model o4-mini is not one of those allowed.',
		findings: {},
		grant_id: null,
		approval_id: null,
		decision: 'deny',
		key_id: 'key_2',
		user_id: 'usr_2',
		team_id: 'team_2',
		operation: 'chat.completions',
		provider: 'openai',
		model: 'o4-mini',
		requested_model: '',
		cost_usd: '0',
		hold_usd: '0.21',
		status: 'open',
		resolved: false,
		false_positive: false,
		review: { reason: '', by: null, by_type: null, at: null },
		version: 0,
		...more
	};
}

function approval(id: string, more: Partial<Approval>): Approval {
	return {
		id,
		organization_id: 'org_1',
		kind: 'policy_exception',
		state: 'pending',
		active: false,
		reason: 'The migration needs o4-mini for one evening.',
		requested_by: BEN,
		user_id: 'usr_2',
		key_id: null,
		team_id: null,
		request_id: 'req_denied',
		policy_id: 'pol_models',
		policy_name: 'Approved models',
		policy_version: 2,
		rules: ['allowed_models'],
		models: ['o4-mini'],
		permissions: [],
		budget_raise: null,
		estimated_cost_usd: '0.21',
		approvers: ['owner', 'admin'],
		required: 1,
		approvals: [],
		grant: 'once',
		until: null,
		grant_until: null,
		expires_at: '2026-11-22T10:20:00.000Z',
		decided_by: null,
		decided_at: null,
		comment: null,
		created_at: '2026-11-21T10:20:00.000Z',
		updated_at: '2026-11-21T10:20:00.000Z',
		version: 1,
		...more
	};
}

function explained(
	policy_id: string,
	name: string,
	rule: string,
	action: string,
	more: Partial<Explanation['policies'][number]>
): Explanation['policies'][number] {
	return {
		policy_id,
		name,
		version: 2,
		type: 'usage',
		rule,
		action,
		wanted: action,
		enforcement: 'strict',
		severity: 'medium',
		shadow: false,
		on_output: false,
		message: `What ${rule} says about it.`,
		findings: {},
		grant_id: null,
		asks_for: null,
		approvers: [],
		status: 'active',
		current_version: 2,
		how_to_change: '',
		...more
	};
}
