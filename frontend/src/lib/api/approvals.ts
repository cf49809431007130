import { api, dataOf, type Fetch, type Schemas } from './client';
import type { paths } from './schema';

export type ApprovalPage = Schemas['Page_ApprovalView_'];
export type Approval = ApprovalPage['items'][number];
export type NewApproval = Schemas['NewApproval'];

type Query = NonNullable<paths['/api/v1/approvals']['get']['parameters']['query']>;

export type ApprovalFilters = Pick<Query, 'state' | 'kind' | 'policy_id' | 'user_id' | 'mine'>;

/** What can be done about an approval; `cancel` by who asked, `revoke` once it was given. */
export type Answer = 'approve' | 'reject' | 'cancel' | 'revoke';

const PAGE = 50;

export function listApprovals(
	fetch: Fetch,
	filters: ApprovalFilters,
	signal?: AbortSignal,
	cursor?: string | null
): Promise<ApprovalPage> {
	return dataOf(api(fetch).GET('/api/v1/approvals', { params: { query: { ...filters, limit: PAGE, cursor } }, signal }));
}

export function answer(fetch: Fetch, approval: Approval, given: Answer, comment: string): Promise<Approval> {
	const params = { path: { approval_id: approval.id }, header: { 'if-match': `"${approval.version}"` } };
	const client = api(fetch);
	const body = { comment };
	switch (given) {
		case 'approve':
			return dataOf(client.POST('/api/v1/approvals/{approval_id}/approve', { params, body }));
		case 'reject':
			return dataOf(client.POST('/api/v1/approvals/{approval_id}/reject', { params, body }));
		case 'cancel':
			return dataOf(client.POST('/api/v1/approvals/{approval_id}/cancel', { params, body }));
		case 'revoke':
			return dataOf(client.POST('/api/v1/approvals/{approval_id}/revoke', { params, body }));
	}
}

export function askApproval(fetch: Fetch, body: NewApproval, attempt: string): Promise<Approval> {
	return dataOf(api(fetch).POST('/api/v1/approvals', { body, headers: { 'idempotency-key': attempt } }));
}
