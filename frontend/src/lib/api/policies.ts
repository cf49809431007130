import { api, dataOf, type Fetch, type Schemas } from './client';

export type Policy = Schemas['PolicyView'];
export type PolicyPage = Schemas['Page_PolicyView_'];
export type PolicyType = Schemas['PolicyType'];
export type PolicyStatus = Schemas['PolicyStatus'];
export type Enforcement = Schemas['Enforcement'];
export type PolicyDocument = Schemas['DocumentView'];
export type PolicyBody = Schemas['PolicyBody'];
export type ChangedPolicyBody = Schemas['ChangedPolicyBody'];
export type Version = Schemas['VersionView'];
export type VersionPage = Schemas['Page_VersionView_'];
export type FieldChange = Schemas['FieldChange'];
export type Replay = Schemas['ReplayView'];
export type ReplayBody = Schemas['ReplayBody'];
export type Evaluation = Schemas['EvaluationView'];
export type EvaluationBody = Schemas['EvaluationBody'];
export type TestsOutcome = Schemas['TestsView'];
export type Step = Schemas['StepView'];
export type StepPage = Schemas['Page_StepView_'];
export type Effectiveness = Schemas['EffectivenessView'];

export interface PolicyFilters {
	type?: PolicyType;
	status?: PolicyStatus;
	q?: string;
}

/** A policy, and the change of it that the next one is based on. */
export type Based = Pick<Policy, 'id' | 'version'>;

const PAGE = 100;

const at = (id: string) => ({ path: { policy_id: id } });
const based = (policy: Based) => ({ ...at(policy.id), header: { 'if-match': `"${policy.version}"` } });
const named = (attempt: string) => ({ 'idempotency-key': attempt });

export function listPolicies(
	fetch: Fetch,
	filters: PolicyFilters,
	signal?: AbortSignal,
	cursor?: string | null
): Promise<PolicyPage> {
	return dataOf(api(fetch).GET('/api/v1/policies', { params: { query: { ...filters, limit: PAGE, cursor } }, signal }));
}

export function fetchPolicy(fetch: Fetch, id: string, signal?: AbortSignal): Promise<Policy> {
	return dataOf(api(fetch).GET('/api/v1/policies/{policy_id}', { params: at(id), signal }));
}

/** Makes a policy; `attempt` names the try, so that sending it twice makes one. */
export function createPolicy(fetch: Fetch, body: PolicyBody, attempt: string): Promise<Policy> {
	return dataOf(api(fetch).POST('/api/v1/policies', { body, headers: named(attempt) }));
}

export function replacePolicy(fetch: Fetch, policy: Based, body: ChangedPolicyBody): Promise<Policy> {
	return dataOf(api(fetch).PUT('/api/v1/policies/{policy_id}', { params: based(policy), body }));
}

export async function deletePolicy(fetch: Fetch, policy: Based): Promise<void> {
	await api(fetch).DELETE('/api/v1/policies/{policy_id}', { params: based(policy) });
}

export function listVersions(fetch: Fetch, id: string, signal?: AbortSignal, cursor?: string): Promise<VersionPage> {
	const params = { ...at(id), query: { limit: 50, cursor } };
	return dataOf(api(fetch).GET('/api/v1/policies/{policy_id}/versions', { params, signal }));
}

export function fetchVersion(fetch: Fetch, id: string, number: number, signal?: AbortSignal): Promise<Version> {
	const params = { path: { policy_id: id, number } };
	return dataOf(api(fetch).GET('/api/v1/policies/{policy_id}/versions/{number}', { params, signal }));
}

export function activatePolicy(fetch: Fetch, policy: Based, body: Schemas['Activation']): Promise<Policy> {
	return dataOf(api(fetch).POST('/api/v1/policies/{policy_id}/activate', { params: based(policy), body }));
}

export function rollBackPolicy(fetch: Fetch, policy: Based, body: Schemas['Rollback']): Promise<Policy> {
	return dataOf(api(fetch).POST('/api/v1/policies/{policy_id}/rollback', { params: based(policy), body }));
}

export function deactivatePolicy(fetch: Fetch, policy: Based, message: string): Promise<Policy> {
	return dataOf(
		api(fetch).POST('/api/v1/policies/{policy_id}/deactivate', { params: based(policy), body: { message } })
	);
}

export function startDryRun(fetch: Fetch, policy: Based, body: Schemas['DryRunBody']): Promise<Policy> {
	return dataOf(api(fetch).POST('/api/v1/policies/{policy_id}/dry-run', { params: based(policy), body }));
}

export function stopDryRun(fetch: Fetch, policy: Based): Promise<Policy> {
	return dataOf(api(fetch).DELETE('/api/v1/policies/{policy_id}/dry-run', { params: based(policy) }));
}

export function runTests(fetch: Fetch, id: string, version: number): Promise<TestsOutcome> {
	return dataOf(api(fetch).POST('/api/v1/policies/{policy_id}/test', { params: at(id), body: { version } }));
}

export function evaluatePolicy(fetch: Fetch, id: string, body: EvaluationBody): Promise<Evaluation> {
	return dataOf(api(fetch).POST('/api/v1/policies/{policy_id}/evaluate', { params: at(id), body }));
}

/** What a version would have done to the calls of the last days. */
export function replayPolicy(fetch: Fetch, id: string, body: ReplayBody): Promise<Replay> {
	return dataOf(api(fetch).POST('/api/v1/policies/{policy_id}/replay', { params: at(id), body }));
}

/** The same of the last seven days, to look at before a version is put in force. */
export function fetchImpact(fetch: Fetch, id: string, version: number, signal?: AbortSignal): Promise<Replay> {
	const params = { ...at(id), query: { version } };
	return dataOf(api(fetch).GET('/api/v1/policies/{policy_id}/impact', { params, signal }));
}

export function fetchHistory(fetch: Fetch, id: string, signal?: AbortSignal, cursor?: string): Promise<StepPage> {
	const params = { ...at(id), query: { limit: 50, cursor } };
	return dataOf(api(fetch).GET('/api/v1/policies/{policy_id}/history', { params, signal }));
}

export function fetchEffectiveness(fetch: Fetch, id: string, days: number, signal?: AbortSignal): Promise<Effectiveness> {
	const params = { ...at(id), query: { days } };
	return dataOf(api(fetch).GET('/api/v1/policies/{policy_id}/effectiveness', { params, signal }));
}
