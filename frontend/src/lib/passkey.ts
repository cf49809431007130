/** Passkeys of this browser: the JSON that the API speaks in, and what WebAuthn wants instead. */

export type CreationOptions = PublicKeyCredentialCreationOptionsJSON;
export type RequestOptions = PublicKeyCredentialRequestOptionsJSON;
export type PasskeyProof = Record<string, unknown>;

const ADDRESS = /^(\d{1,3}(\.\d{1,3}){3}|\[.*\])$/;

/** Whether a passkey can be used here: a passkey belongs to a name, so never on a bare address. */
export function passkeysWork(): boolean {
	return (
		window.isSecureContext &&
		typeof PublicKeyCredential === 'function' &&
		'parseRequestOptionsFromJSON' in PublicKeyCredential &&
		!ADDRESS.test(window.location.hostname)
	);
}

/** Whether the browser can offer passkeys in the list of the e-mail field. */
export async function offersPasskeys(): Promise<boolean> {
	return passkeysWork() && ((await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false);
}

/** Makes a passkey; undefined when the person turned it down. */
export async function makePasskey(options: CreationOptions): Promise<PasskeyProof | undefined> {
	const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
	return proofOf(navigator.credentials.create({ publicKey }));
}

/** Uses a passkey; `quietly` waits in the list of the e-mail field instead of asking at once. */
export async function usePasskey(
	options: RequestOptions,
	quietly?: AbortSignal
): Promise<PasskeyProof | undefined> {
	const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
	return proofOf(
		navigator.credentials.get({ publicKey, ...(quietly && { mediation: 'conditional', signal: quietly }) })
	);
}

async function proofOf(credential: Promise<Credential | null>): Promise<PasskeyProof | undefined> {
	try {
		const made = await credential;
		return made ? ((made as PublicKeyCredential).toJSON() as PasskeyProof) : undefined;
	} catch (thrown) {
		// Cancelled, timed out, already registered: nothing that the page could not go on from.
		if (thrown instanceof DOMException) return undefined;
		throw thrown;
	}
}
