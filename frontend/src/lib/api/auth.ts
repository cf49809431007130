import { api, dataOf, type Fetch, type Schemas } from './client';
import type { PasskeyProof, RequestOptions } from '../passkey';

export type Me = Schemas['Me'];

type Token = Schemas['Token'];

/** What signing in says besides; the tokens themselves stay in the cookie. */
export type SignedIn = Pick<
	Token,
	'password_expires_at' | 'password_expires_soon' | 'password_change_required' | 'mfa_required_by'
>;

/** The password was right, and a second factor is asked for: `totp`, `webauthn` or `backup_code`. */
export type Challenge = Omit<Schemas['ChallengeView'], 'passkey_options'> & { passkey_options?: RequestOptions | null };

/** One way to prove who somebody is. */
export type Proof = { password: string } | { code: string } | { backup_code: string } | { passkey: PasskeyProof };

export type Invitation = Schemas['Acceptance'];

/** What a letter's link would confirm. */
export type Verification = Schemas['VerificationView'];

const COOKIE = { delivery: 'cookie' } as const;

export function fetchMe(fetch: Fetch): Promise<Me> {
	return dataOf(api(fetch).GET('/api/v1/auth/me'));
}

/** Opens a session; the credential is set as a cookie and never read here. */
export async function signIn(fetch: Fetch, email: string, password: string): Promise<SignedIn | Challenge> {
	const answer = await dataOf(api(fetch).POST('/api/v1/auth/login', { body: { email, password, ...COOKIE } }));
	return answer as Token | Challenge;
}

/** Whether signing in is not done yet. */
export function asksMore(answer: SignedIn | Challenge): answer is Challenge {
	return 'mfa_token' in answer;
}

/** What a sign-in that began elsewhere, by single sign-on, waits for. */
export async function fetchChallenge(fetch: Fetch, token: string): Promise<Challenge> {
	const waiting = await dataOf(api(fetch).POST('/api/v1/auth/mfa/challenge', { body: { mfa_token: token } }));
	return waiting as Challenge;
}

/** The second step. */
export function answerChallenge(fetch: Fetch, challenge: Challenge, proof: Proof): Promise<SignedIn> {
	const body = { mfa_token: challenge.mfa_token, ...proof, ...COOKIE };
	return dataOf(api(fetch).POST('/api/v1/auth/mfa/verify', { body }));
}

export async function signOut(fetch: Fetch): Promise<void> {
	await api(fetch).POST('/api/v1/auth/logout');
}

/** What to ask the browser for, whoever is about to sign in. */
export async function askPasskey(fetch: Fetch): Promise<RequestOptions> {
	const question = await dataOf(api(fetch).POST('/api/v1/auth/passkeys/authentication-options', { body: {} }));
	return question.public_key as unknown as RequestOptions;
}

export function signInByPasskey(fetch: Fetch, passkey: PasskeyProof): Promise<SignedIn> {
	return dataOf(api(fetch).POST('/api/v1/auth/passkeys/authenticate', { body: { passkey, ...COOKIE } }));
}

/** Where single sign-on for the address's domain starts; undefined where there is none. */
export async function discoverSso(fetch: Fetch, email: string): Promise<string | undefined> {
	const found = await dataOf(api(fetch).POST('/api/v1/auth/sso/discover', { body: { email } }));
	return found.connection_id ?? undefined;
}

export async function forgotPassword(fetch: Fetch, email: string): Promise<void> {
	await api(fetch).POST('/api/v1/auth/password-reset/initiate', { body: { email } });
}

export async function resetPassword(fetch: Fetch, token: string, password: string): Promise<void> {
	await api(fetch).POST('/api/v1/auth/password-reset/confirm', { body: { token, new_password: password } });
}

export async function changePassword(fetch: Fetch, current: string, password: string): Promise<void> {
	const body = { current_password: current, new_password: password };
	await api(fetch).POST('/api/v1/auth/password/change', { body });
}

export async function acceptInvitation(fetch: Fetch, invitation: Invitation): Promise<void> {
	await api(fetch).POST('/api/v1/auth/invitations/accept', { body: invitation });
}

/** Looks at the link of a letter; that alone confirms nothing, since mail scanners open links. */
export function fetchVerification(fetch: Fetch, token: string, signal?: AbortSignal): Promise<Verification> {
	return dataOf(api(fetch).GET('/api/v1/auth/verify-email/{token}', { params: { path: { token } }, signal }));
}

/** Confirms an e-mail address; who registered by themselves proves it with their password. */
export async function verifyEmail(fetch: Fetch, token: string, password: string): Promise<void> {
	const body = password ? { password } : {};
	await api(fetch).POST('/api/v1/auth/verify-email/{token}', { params: { path: { token } }, body });
}

/** Sends another letter to confirm an address. */
export async function resendVerification(fetch: Fetch, email: string): Promise<void> {
	await api(fetch).POST('/api/v1/auth/verify-email/resend', { body: { email } });
}

/** What to ask the browser for, to prove again who is signed in. */
export async function askPasskeyAgain(fetch: Fetch): Promise<RequestOptions> {
	const question = await dataOf(api(fetch).POST('/api/v1/auth/passkeys/reauthentication-options'));
	return question.public_key as unknown as RequestOptions;
}

/** Proves again who is signed in, so that a sensitive change may follow. */
export async function reauthenticate(fetch: Fetch, proof: Proof): Promise<void> {
	await api(fetch).POST('/api/v1/auth/reauthenticate', { body: proof });
}
