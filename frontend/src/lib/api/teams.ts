import { api, dataOf, type Fetch, type Schemas } from './client';

export type Team = Schemas['TeamView'];
export type TeamPage = Schemas['Page_TeamView_'];

/** A team with how many people are in it, and the teams below it. */
export type TeamBranch = Schemas['TeamBranch'];

/** Somebody in a team; `id` is the person's. */
export type Member = Schemas['TeamMemberView'] & { id: string };

export interface MemberPage {
	items: Member[];
	next_cursor?: string | null;
}

export type TeamBody = Pick<Schemas['NewTeam'], 'name' | 'description' | 'parent_team_id'>;

const PAGE = 100;

const at = (id: string) => ({ path: { team_id: id } });

export function listTeams(fetch: Fetch, signal?: AbortSignal, cursor?: string | null): Promise<TeamPage> {
	return dataOf(api(fetch).GET('/api/v1/teams', { params: { query: { limit: PAGE, cursor } }, signal }));
}

export async function fetchTree(fetch: Fetch, signal?: AbortSignal): Promise<TeamBranch[]> {
	return (await dataOf(api(fetch).GET('/api/v1/teams/tree', { signal }))).items;
}

export function fetchTeam(fetch: Fetch, id: string, signal?: AbortSignal): Promise<Team> {
	return dataOf(api(fetch).GET('/api/v1/teams/{team_id}', { params: at(id), signal }));
}

export function createTeam(fetch: Fetch, body: TeamBody, attempt: string): Promise<Team> {
	return dataOf(api(fetch).POST('/api/v1/teams', { body, headers: { 'idempotency-key': attempt } }));
}

export function changeTeam(fetch: Fetch, team: Team, body: Partial<TeamBody>): Promise<Team> {
	const params = { ...at(team.id), header: { 'if-match': `"${team.version}"` } };
	return dataOf(api(fetch).PATCH('/api/v1/teams/{team_id}', { params, body }));
}

export async function listMembers(
	fetch: Fetch,
	id: string,
	signal?: AbortSignal,
	cursor?: string | null
): Promise<MemberPage> {
	const params = { ...at(id), query: { limit: PAGE, cursor } };
	const page = await dataOf(api(fetch).GET('/api/v1/teams/{team_id}/members', { params, signal }));
	return { ...page, items: page.items.map((one) => ({ ...one, id: one.user_id })) };
}

export async function addMember(fetch: Fetch, id: string, userId: string, role: string): Promise<void> {
	await api(fetch).POST('/api/v1/teams/{team_id}/members', { params: at(id), body: { user_id: userId, role } });
}

export async function removeMember(fetch: Fetch, id: string, userId: string): Promise<void> {
	const params = { path: { team_id: id, user_id: userId } };
	await api(fetch).DELETE('/api/v1/teams/{team_id}/members/{user_id}', { params });
}
