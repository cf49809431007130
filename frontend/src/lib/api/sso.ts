import { api, dataOf, type Fetch, type Schemas } from './client';

export type SsoConnection = Schemas['ConnectionView'];
export type SsoProvider = SsoConnection['provider'];
export type SsoPage = Schemas['Page_ConnectionView_'];
export type NewSso = Schemas['NewConnection'];
export type SsoTest = Schemas['ConnectionTest'];
export type GroupMapping = Schemas['MappingView'];
export type SsoChanges = Pick<Schemas['ConnectionChanges'], 'enabled' | 'enforced' | 'group_claim' | 'group_mappings' | 'scim_groups'>;

const at = (id: string) => ({ path: { connection_id: id } });

export function listSso(fetch: Fetch, signal?: AbortSignal): Promise<SsoPage> {
	return dataOf(api(fetch).GET('/api/v1/sso-connections', { signal }));
}

export function createSso(fetch: Fetch, body: NewSso, attempt: string): Promise<SsoConnection> {
	return dataOf(api(fetch).POST('/api/v1/sso-connections', { body, headers: { 'idempotency-key': attempt } }));
}

export function changeSso(
	fetch: Fetch,
	connection: SsoConnection,
	body: SsoChanges
): Promise<SsoConnection> {
	const params = { ...at(connection.id), header: { 'if-match': `"${connection.version}"` } };
	return dataOf(api(fetch).PATCH('/api/v1/sso-connections/{connection_id}', { params, body }));
}

export async function deleteSso(fetch: Fetch, id: string): Promise<void> {
	await api(fetch).DELETE('/api/v1/sso-connections/{connection_id}', { params: at(id) });
}

/** Asks the provider whether the connection would work. */
export function testSso(fetch: Fetch, id: string): Promise<SsoTest> {
	return dataOf(api(fetch).POST('/api/v1/sso-connections/{connection_id}/test', { params: at(id) }));
}
