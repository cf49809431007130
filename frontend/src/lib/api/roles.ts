import { api, dataOf, type Fetch, type Schemas } from './client';

export type Role = Schemas['RoleView'];
export type RolePage = Schemas['Page_RoleView_'];
export type RoleBody = Schemas['NewRole'];

/** A permission that exists, and what it lets somebody do. */
export type KnownPermission = Schemas['PermissionView'];

const at = (id: string) => ({ path: { role_id: id } });

export function listRoles(fetch: Fetch, signal?: AbortSignal): Promise<RolePage> {
	return dataOf(api(fetch).GET('/api/v1/roles', { params: { query: { limit: 100 } }, signal }));
}

export function createRole(fetch: Fetch, body: RoleBody, attempt: string): Promise<Role> {
	return dataOf(api(fetch).POST('/api/v1/roles', { body, headers: { 'idempotency-key': attempt } }));
}

export function changeRole(fetch: Fetch, role: Role, body: Partial<RoleBody>): Promise<Role> {
	const params = { ...at(role.id), header: { 'if-match': `"${role.version}"` } };
	return dataOf(api(fetch).PATCH('/api/v1/roles/{role_id}', { params, body }));
}

export async function deleteRole(fetch: Fetch, role: Role): Promise<void> {
	const params = { ...at(role.id), header: { 'if-match': `"${role.version}"` } };
	await api(fetch).DELETE('/api/v1/roles/{role_id}', { params });
}

export async function listPermissions(fetch: Fetch, signal?: AbortSignal): Promise<KnownPermission[]> {
	return (await dataOf(api(fetch).GET('/api/v1/roles/permissions', { signal }))).items;
}
