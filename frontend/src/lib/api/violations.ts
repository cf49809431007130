import { api, dataOf, type Fetch, type Schemas } from './client';
import type { paths } from './schema';

export type ViolationPage = Schemas['Page_ViolationView_'];
export type Violation = ViolationPage['items'][number];
export type ReviewStatus = Violation['status'];

type Query = NonNullable<paths['/api/v1/violations']['get']['parameters']['query']>;

export type ViolationFilters = Pick<Query, 'status' | 'severity' | 'type' | 'policy_id' | 'shadow' | 'q'>;

const PAGE = 50;

export function listViolations(
	fetch: Fetch,
	filters: ViolationFilters,
	signal?: AbortSignal,
	cursor?: string | null
): Promise<ViolationPage> {
	return dataOf(api(fetch).GET('/api/v1/violations', { params: { query: { ...filters, limit: PAGE, cursor } }, signal }));
}

/** What a person makes of a violation. */
export type Verdict = 'acknowledge' | 'resolve' | 'false_positive' | 'reopen';

export function review(fetch: Fetch, violation: Violation, verdict: Verdict, reason: string): Promise<Violation> {
	const params = { path: { violation_id: violation.id }, header: { 'if-match': `"${violation.version}"` } };
	const client = api(fetch);
	if (verdict === 'acknowledge')
		return dataOf(client.POST('/api/v1/violations/{violation_id}/acknowledge', { params, body: { reason } }));
	if (verdict === 'reopen')
		return dataOf(client.POST('/api/v1/violations/{violation_id}/reopen', { params, body: { reason } }));
	const body = { reason, false_positive: verdict === 'false_positive' };
	return dataOf(client.POST('/api/v1/violations/{violation_id}/resolve', { params, body }));
}
