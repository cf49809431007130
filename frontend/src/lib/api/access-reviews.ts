import { api, dataOf, type Fetch, type Schemas } from './client';

export type AccessReview = Schemas['AccessReviewView'];
export type AccessReviewPage = Schemas['Page_AccessReviewView_'];

/** A review with some of its items. */
export type AccessReviewDetail = Schemas['AccessReviewDetail'];

/** One thing that somebody has. */
export type ReviewItem = Schemas['AccessReviewItemView'];
export type Verdict = NonNullable<ReviewItem['decision']>;

const PAGE = 100;

const at = (id: string) => ({ path: { review_id: id } });

export function listReviews(fetch: Fetch, signal?: AbortSignal, cursor?: string | null): Promise<AccessReviewPage> {
	return dataOf(api(fetch).GET('/api/v1/access-reviews', { params: { query: { limit: 50, cursor } }, signal }));
}

export function fetchReview(
	fetch: Fetch,
	id: string,
	undecided: boolean,
	signal?: AbortSignal,
	cursor?: string | null
): Promise<AccessReviewDetail> {
	const params = { ...at(id), query: { limit: PAGE, cursor, undecided } };
	return dataOf(api(fetch).GET('/api/v1/access-reviews/{review_id}', { params, signal }));
}

/** Writes down who has what at this moment; `due` is a day, or empty for none. */
export function startReview(fetch: Fetch, name: string, due: string, attempt: string): Promise<AccessReview> {
	const body = { name, ...(due && { due_at: `${due}T00:00:00Z` }) };
	return dataOf(api(fetch).POST('/api/v1/access-reviews', { body, headers: { 'idempotency-key': attempt } }));
}

/** What is revoked is taken away at once. */
export function decideItem(fetch: Fetch, id: string, item: string, decision: Verdict): Promise<ReviewItem> {
	const params = { path: { review_id: id, item_id: item } };
	return dataOf(api(fetch).POST('/api/v1/access-reviews/{review_id}/items/{item_id}', { params, body: { decision } }));
}

export function closeReview(fetch: Fetch, id: string, leaveUndecided: boolean): Promise<AccessReview> {
	const body = { leave_undecided: leaveUndecided };
	return dataOf(api(fetch).POST('/api/v1/access-reviews/{review_id}/close', { params: at(id), body }));
}
