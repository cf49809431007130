import type { Answer, Approval } from '$lib/api/approvals';
import type { Names } from '$lib/api/names';
import { usd } from '$lib/format/money';
import { listed, plainWords } from '$lib/format/policy';

export const EACH: Record<string, string> = { daily: 'per day', weekly: 'per week', monthly: 'per month', yearly: 'per year', total: 'in all' };

/** What is asked for, as one phrase. */
export function askedFor(approval: Approval, names: Names): string {
	return PHRASES[approval.kind](approval, (id) => names.get(id) ?? id);
}

const PHRASES: Record<Approval['kind'], (approval: Approval, nameOf: (id: string) => string) => string> = {
	policy_exception: ({ policy_name, rules, models }) => {
		const which = rules.length > 0 ? ` (${listed(rules.map(plainWords))})` : '';
		const whose = models.length > 0 ? ` for ${listed(models)}` : '';
		return `an exception from ${policy_name ?? 'a policy'}${which}${whose}`;
	},
	model_access: ({ models }) => `the use of ${listed(models)}`,
	key_scope: ({ permissions, key_id }, nameOf) => `${listed(permissions)} for ${key_id ? nameOf(key_id) : 'a key'}`,
	budget_raise: ({ budget_raise: raise }, nameOf) =>
		raise ? `${usd(raise.amount_usd)} more ${EACH[raise.period] ?? raise.period} for ${nameOf(raise.target_id)}` : 'a raise'
};

/** How long what is given holds. */
export function grantWords(approval: Approval, when: (moment: string) => string): string {
	const { grant, until, grant_until: given } = approval;
	if (approval.kind === 'budget_raise') return 'until it is taken back';
	if (grant === 'once') return 'for one call';
	const end = given ?? until;
	return end ? `until ${when(end)}` : 'for a time';
}

/**
 * What whoever is signed in may do about an approval, as far as can be told here: nobody decides
 * what they asked for themselves or what is for them.
 */
export function answersFor(approval: Approval, me: string, mayDecide: boolean): Answer[] {
	const asked = approval.requested_by.id === me;
	if (approval.state === 'approved') return approval.active && mayDecide ? ['revoke'] : [];
	if (approval.state !== 'pending') return [];
	const involved = asked || approval.user_id === me || approval.approvals.some((vote) => vote.by.id === me);
	return [...(asked ? (['cancel'] as const) : []), ...(mayDecide && !involved ? (['approve', 'reject'] as const) : [])];
}

/** How long until a moment: `in 3 h`, `in 2 d`; `now` when it has passed. */
export function until(at: Date, now: Date): string {
	const minutes = Math.ceil((at.getTime() - now.getTime()) / 60_000);
	if (minutes <= 0) return 'now';
	if (minutes < 60) return `in ${minutes} min`;
	const hours = Math.floor(minutes / 60);
	return hours < 48 ? `in ${hours} h` : `in ${Math.floor(hours / 24)} d`;
}
