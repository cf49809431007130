import { api, dataOf, type Fetch, type Schemas } from './client';

export type ApiKey = Schemas['ApiKeyView'];
export type NewKey = Schemas['NewApiKey'];
export type RateLimit = Schemas['RateLimitView'];
export type KeyPage = Schemas['Page_ApiKeyView_'];

/** A key right after it was made: the only time that its secret can be read. */
export type IssuedKey = Schemas['CreatedApiKey'];

const PAGE = 100;

export function listKeys(fetch: Fetch, signal?: AbortSignal, cursor?: string | null): Promise<KeyPage> {
	return dataOf(api(fetch).GET('/api/v1/api-keys', { params: { query: { limit: PAGE, cursor } }, signal }));
}

/** Makes a key; `attempt` names the try, so that sending it twice makes one key. */
export function createKey(fetch: Fetch, key: NewKey, attempt: string): Promise<IssuedKey> {
	return dataOf(api(fetch).POST('/api/v1/api-keys', { body: key, headers: { 'idempotency-key': attempt } }));
}

export async function revokeKey(fetch: Fetch, id: string): Promise<void> {
	await api(fetch).DELETE('/api/v1/api-keys/{key_id}', { params: { path: { key_id: id } } });
}
