import { api, dataOf, type Fetch, type Schemas } from './client';

/** What the organization asks of signing in. */
export type SecuritySettings = Schemas['SecuritySettings'];
export type SecurityChanges = Schemas['SecurityChanges'];

/** From where the organization may be reached. */
export type NetworkSettings = Schemas['NetworkView'];
export type NetworkChanges = Schemas['NetworkChanges'];

const based = (version: number) => ({ header: { 'if-match': `"${version}"` } });

export function fetchSecurity(fetch: Fetch, signal?: AbortSignal): Promise<SecuritySettings> {
	return dataOf(api(fetch).GET('/api/v1/admin/security-settings', { signal }));
}

export function changeSecurity(
	fetch: Fetch,
	version: number,
	body: SecurityChanges
): Promise<SecuritySettings> {
	return dataOf(api(fetch).PATCH('/api/v1/admin/security-settings', { params: based(version), body }));
}

export function fetchNetwork(fetch: Fetch, signal?: AbortSignal): Promise<NetworkSettings> {
	return dataOf(api(fetch).GET('/api/v1/admin/network-security', { signal }));
}

export function changeNetwork(fetch: Fetch, version: number, body: NetworkChanges): Promise<NetworkSettings> {
	return dataOf(api(fetch).PATCH('/api/v1/admin/network-security', { params: based(version), body }));
}
