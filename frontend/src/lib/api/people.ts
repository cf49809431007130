import { api, dataOf, type Fetch, type Schemas } from './client';
import type { paths } from './schema';

export type Person = Schemas['UserView'];
export type PersonPage = Schemas['Page_UserView_'];
export type PersonStatus = Person['status'];

type Query = NonNullable<paths['/api/v1/users']['get']['parameters']['query']>;

type Filter = 'q' | 'status' | 'role' | 'team_id';

export type PeopleFilters = { [K in Filter]?: NonNullable<Query[K]> };

export type EffectivePermissions = Schemas['EffectivePermissionsView'];

/** Where one permission comes from: the chain of roles that ends in the one that names it. */
export type PermissionSource = Schemas['SourceView'];

export type NewPerson = Pick<Schemas['NewUser'], 'email' | 'name' | 'roles' | 'team_ids'>;
export type Invited = Schemas['InvitationView'];
export type InvitedPage = Schemas['Page_InvitationView_'];
export type Leaving = Schemas['LeavingBody'];

/** What an offboarding did. */
export type Departure = Schemas['DepartureView'];

/** Somebody's second factors, and what waits for a second administrator. */
export type MfaStanding = Schemas['Standing'];

/** A reset that one administrator asked for, or that a second one did. */
export type Recovery = Schemas['RecoveryView'];

export type ImportReport = Schemas['ImportReport'];
export type ImportRow = Schemas['ImportedRow'];

const PAGE = 50;

const at = (id: string) => ({ path: { user_id: id } });

export function listPeople(
	fetch: Fetch,
	filters: PeopleFilters,
	signal?: AbortSignal,
	cursor?: string | null
): Promise<PersonPage> {
	return dataOf(api(fetch).GET('/api/v1/users', { params: { query: { ...filters, limit: PAGE, cursor } }, signal }));
}

export function fetchPerson(fetch: Fetch, id: string, signal?: AbortSignal): Promise<Person> {
	return dataOf(api(fetch).GET('/api/v1/users/{user_id}', { params: at(id), signal }));
}

export function fetchOneself(fetch: Fetch, signal?: AbortSignal): Promise<Person> {
	return dataOf(api(fetch).GET('/api/v1/users/me', { signal }));
}

export function renameOneself(fetch: Fetch, name: string): Promise<Person> {
	return dataOf(api(fetch).PATCH('/api/v1/users/me', { body: { name } }));
}

/** Somebody without a password: they are written a letter with a link to set one. */
export function invite(fetch: Fetch, person: NewPerson, attempt: string): Promise<Person> {
	return dataOf(api(fetch).POST('/api/v1/users', { body: person, headers: { 'idempotency-key': attempt } }));
}

export function suspend(fetch: Fetch, id: string, reason: string): Promise<Person> {
	return dataOf(api(fetch).POST('/api/v1/users/{user_id}/suspend', { params: at(id), body: { reason } }));
}

export function reactivate(fetch: Fetch, id: string): Promise<Person> {
	return dataOf(api(fetch).POST('/api/v1/users/{user_id}/reactivate', { params: at(id) }));
}

/** Everything that leaving takes, in one call; resolves to what was done. */
export function offboard(fetch: Fetch, id: string, body: Leaving): Promise<Departure> {
	return dataOf(api(fetch).POST('/api/v1/users/{user_id}/offboard', { params: at(id), body }));
}

export function fetchPermissions(fetch: Fetch, id: string, signal?: AbortSignal): Promise<EffectivePermissions> {
	return dataOf(api(fetch).GET('/api/v1/users/{user_id}/permissions', { params: at(id), signal }));
}

export async function giveRole(fetch: Fetch, id: string, role: string, teamId?: string): Promise<void> {
	const params = { path: { user_id: id, role_id: role }, query: { team_id: teamId } };
	await api(fetch).POST('/api/v1/users/{user_id}/roles/{role_id}', { params });
}

export async function takeRole(fetch: Fetch, id: string, role: string, teamId?: string): Promise<void> {
	const params = { path: { user_id: id, role_id: role }, query: { team_id: teamId } };
	await api(fetch).DELETE('/api/v1/users/{user_id}/roles/{role_id}', { params });
}

export function fetchMfaOf(fetch: Fetch, id: string, signal?: AbortSignal): Promise<MfaStanding> {
	return dataOf(api(fetch).GET('/api/v1/users/{user_id}/mfa', { params: at(id), signal }));
}

/** Takes back a reset that waits for a second administrator. */
export async function withdrawReset(fetch: Fetch, id: string): Promise<void> {
	await api(fetch).DELETE('/api/v1/users/{user_id}/mfa/{kind}', { params: { path: { user_id: id, kind: 'reset' } } });
}

/** The first administrator's call asks for it, a second one's does it. */
export function resetMfa(fetch: Fetch, id: string, reason: string): Promise<Recovery> {
	return dataOf(api(fetch).POST('/api/v1/users/{user_id}/mfa/reset', { params: at(id), body: { reason } }));
}

export function listInvitations(fetch: Fetch, signal?: AbortSignal, cursor?: string | null): Promise<InvitedPage> {
	return dataOf(api(fetch).GET('/api/v1/invitations', { params: { query: { limit: PAGE, cursor } }, signal }));
}

export async function resendInvitation(fetch: Fetch, id: string): Promise<void> {
	await api(fetch).POST('/api/v1/invitations/{invitation_id}/resend', { params: { path: { invitation_id: id } } });
}

export async function withdrawInvitation(fetch: Fetch, id: string): Promise<void> {
	await api(fetch).DELETE('/api/v1/invitations/{invitation_id}', { params: { path: { invitation_id: id } } });
}

export interface ImportOptions {
	/** Says what would happen and changes nothing. */
	dry: boolean;
	/** Writes to who is new, so that they can set a password. */
	invite: boolean;
}

/** Reads a list of people. */
export function importPeople(fetch: Fetch, csv: string, options: ImportOptions): Promise<ImportReport> {
	const params = { query: { dry_run: options.dry, invite: options.invite } };
	return dataOf(api(fetch).POST('/api/v1/users/import', { params, body: { csv } })) as Promise<ImportReport>;
}
