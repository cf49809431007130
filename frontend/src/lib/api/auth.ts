import { api, dataOf, type Fetch, type Schemas } from './client';

export type Me = Schemas['Me'];

export function fetchMe(fetch: Fetch): Promise<Me> {
	return dataOf(api(fetch).GET('/api/v1/auth/me'));
}

/** Opens a session; the credential is set as a cookie and never read here. */
export async function signIn(fetch: Fetch, email: string, password: string): Promise<void> {
	await api(fetch).POST('/api/v1/auth/login', { body: { email, password } });
}

export async function signOut(fetch: Fetch): Promise<void> {
	await api(fetch).POST('/api/v1/auth/logout');
}
