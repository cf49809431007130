import { api, dataOf, type Fetch, type Schemas } from './client';

export type Session = Schemas['SessionView'];
export type SessionPage = Schemas['Page_SessionView_'];

/** One's own sessions, or those of somebody else. */
export function listSessions(fetch: Fetch, userId?: string, signal?: AbortSignal): Promise<SessionPage> {
	const params = { query: { user_id: userId } };
	return dataOf(api(fetch).GET('/api/v1/auth/sessions', { params, signal }));
}

export async function endSession(fetch: Fetch, id: string): Promise<void> {
	await api(fetch).DELETE('/api/v1/auth/sessions/{session_id}', { params: { path: { session_id: id } } });
}

/** Ends all of one's own sessions but the one that asks. */
export async function endOtherSessions(fetch: Fetch): Promise<void> {
	await api(fetch).POST('/api/v1/auth/logout-all', { body: { except_current: true } });
}

/** Ends every session of somebody. */
export async function endSessionsOf(fetch: Fetch, userId: string): Promise<void> {
	await api(fetch).DELETE('/api/v1/auth/sessions', { params: { query: { user_id: userId } } });
}
