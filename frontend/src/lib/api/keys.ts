import { api, dataOf, type Fetch, type Schemas } from './client';

export type ApiKey = Schemas['ApiKeyView'];
export type NewKey = Schemas['NewApiKey'];
export type KeyChanges = Pick<Schemas['ApiKeyChanges'], 'name' | 'models' | 'addresses'>;
export type RateLimit = Schemas['RateLimitView'];
export type KeyPage = Schemas['Page_ApiKeyView_'];

/** A key right after it was made: the only time that its secret can be read. */
export type IssuedKey = Schemas['CreatedApiKey'];

const PAGE = 100;

export function listKeys(
	fetch: Fetch,
	signal?: AbortSignal,
	cursor?: string | null,
	filters: { stale_days?: number } = {}
): Promise<KeyPage> {
	const query = { ...filters, limit: PAGE, cursor };
	return dataOf(api(fetch).GET('/api/v1/api-keys', { params: { query }, signal }));
}

/** The keys of one person. */
export function listKeysOf(fetch: Fetch, userId: string, signal?: AbortSignal): Promise<KeyPage> {
	return dataOf(api(fetch).GET('/api/v1/api-keys', { params: { query: { limit: PAGE, user_id: userId } }, signal }));
}

/** Only what is given changes. */
export function changeKey(fetch: Fetch, key: ApiKey, body: KeyChanges): Promise<ApiKey> {
	const params = { path: { key_id: key.id }, header: { 'if-match': `"${key.version}"` } };
	return dataOf(api(fetch).PATCH('/api/v1/api-keys/{key_id}', { params, body }));
}

/** A new secret; the one before stays good for `hours`, so that programs can change over. */
export function rotateKey(fetch: Fetch, key: ApiKey, hours: number, attempt: string): Promise<IssuedKey> {
	const params = { path: { key_id: key.id }, header: { 'if-match': `"${key.version}"` } };
	const body = { overlap_hours: hours };
	const headers = { 'idempotency-key': attempt };
	return dataOf(api(fetch).POST('/api/v1/api-keys/{key_id}/rotate', { params, body, headers }));
}

/** Makes a key; `attempt` names the try, so that sending it twice makes one key. */
export function createKey(fetch: Fetch, key: NewKey, attempt: string): Promise<IssuedKey> {
	return dataOf(api(fetch).POST('/api/v1/api-keys', { body: key, headers: { 'idempotency-key': attempt } }));
}

export async function revokeKey(fetch: Fetch, id: string): Promise<void> {
	await api(fetch).DELETE('/api/v1/api-keys/{key_id}', { params: { path: { key_id: id } } });
}
