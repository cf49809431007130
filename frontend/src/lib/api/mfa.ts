import { api, dataOf, type Fetch, type Schemas } from './client';
import type { paths } from './schema';
import type { CreationOptions, PasskeyProof } from '../passkey';

/** How somebody's second factors stand. */
export type MfaState = Schemas['MfaView'];

/** An authenticator app that is being set up; it counts once a code of it was right. */
export type TotpSetup = Schemas['SetupView'];

export type Passkey = Schemas['PasskeyView'];
export type PasskeyPage = Schemas['Page_PasskeyView_'];

/** A new passkey, with backup codes where there were none before. */
export type NewPasskey = paths['/api/v1/auth/passkeys']['post']['responses'][201]['content']['application/json'];

const at = (id: string) => ({ params: { path: { passkey_id: id } } });

export function fetchMfa(fetch: Fetch, signal?: AbortSignal): Promise<MfaState> {
	return dataOf(api(fetch).GET('/api/v1/auth/mfa', { signal }));
}

export function setUpTotp(fetch: Fetch): Promise<TotpSetup> {
	return dataOf(api(fetch).POST('/api/v1/auth/mfa/setup'));
}

/** Resolves to the backup codes, which are shown this once. */
export async function enableTotp(fetch: Fetch, code: string): Promise<string[]> {
	return codesOf(api(fetch).POST('/api/v1/auth/mfa/enable', { body: { code } }));
}

export async function disableTotp(fetch: Fetch, password: string, code: string): Promise<void> {
	await api(fetch).POST('/api/v1/auth/mfa/disable', { body: { password, code } });
}

/** Makes ten new backup codes; the old ones stop working. */
export async function renewBackupCodes(fetch: Fetch, code: string): Promise<string[]> {
	return codesOf(api(fetch).POST('/api/v1/auth/mfa/backup-codes', { body: { code } }));
}

/** None where the answer that carried them was lost and is given again. */
async function codesOf(answer: Promise<{ data?: { backup_codes: string[] | null } }>): Promise<string[]> {
	return (await dataOf(answer)).backup_codes ?? [];
}

export function listPasskeys(fetch: Fetch, signal?: AbortSignal): Promise<PasskeyPage> {
	return dataOf(api(fetch).GET('/api/v1/auth/passkeys', { signal }));
}

/** What to ask the browser for, to make a passkey. */
export async function askRegistration(fetch: Fetch): Promise<CreationOptions> {
	const question = await dataOf(api(fetch).POST('/api/v1/auth/passkeys/registration-options'));
	return question.public_key as unknown as CreationOptions;
}

export function registerPasskey(fetch: Fetch, passkey: PasskeyProof, name: string): Promise<NewPasskey> {
	return dataOf(api(fetch).POST('/api/v1/auth/passkeys', { body: { passkey, name } }));
}

export function renamePasskey(fetch: Fetch, id: string, name: string): Promise<Passkey> {
	return dataOf(api(fetch).PATCH('/api/v1/auth/passkeys/{passkey_id}', { ...at(id), body: { name } }));
}

export async function removePasskey(fetch: Fetch, id: string): Promise<void> {
	await api(fetch).DELETE('/api/v1/auth/passkeys/{passkey_id}', at(id));
}
