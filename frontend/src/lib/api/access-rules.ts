import { api, dataOf, type Fetch, type Schemas } from './client';

/** What nobody may do while a condition holds, whatever their roles say. */
export type AccessRule = Schemas['AccessRuleView'];
export type AccessRulePage = Schemas['Page_AccessRuleView_'];
export type AccessRuleBody = Pick<AccessRule, 'name' | 'description' | 'actions' | 'condition' | 'enabled'>;

const at = (rule: AccessRule) => ({ path: { rule_id: rule.id }, header: { 'if-match': `"${rule.version}"` } });

export function listAccessRules(fetch: Fetch, signal?: AbortSignal): Promise<AccessRulePage> {
	return dataOf(api(fetch).GET('/api/v1/access-rules', { params: { query: { limit: 100 } }, signal }));
}

export function createAccessRule(fetch: Fetch, body: AccessRuleBody, attempt: string): Promise<AccessRule> {
	return dataOf(api(fetch).POST('/api/v1/access-rules', { body, headers: { 'idempotency-key': attempt } }));
}

/** Only what is given changes. */
export function changeAccessRule(fetch: Fetch, rule: AccessRule, body: Partial<AccessRuleBody>): Promise<AccessRule> {
	return dataOf(api(fetch).PATCH('/api/v1/access-rules/{rule_id}', { params: at(rule), body }));
}

export async function deleteAccessRule(fetch: Fetch, rule: AccessRule): Promise<void> {
	await api(fetch).DELETE('/api/v1/access-rules/{rule_id}', { params: at(rule) });
}
