import type { Proof } from '$lib/api/auth';

/** Six digits of an authenticator app, without the blanks between them; empty when it is not that. */
export function readCode(typed: string): string {
	const code = typed.replace(/\s/g, '');
	return /^\d{6}$/.test(code) ? code : '';
}

/**
 * What was typed as a proof: six digits are a code of the app, anything longer a backup code.
 * Undefined when it can be neither.
 */
export function readProof(typed: string): Proof | undefined {
	const code = readCode(typed);
	if (code) return { code };
	const plain = typed.trim();
	return /^[A-Za-z0-9][A-Za-z0-9 -]{7,}$/.test(plain) ? { backup_code: plain } : undefined;
}

/** What may be typed, in words. */
export function typedFactors(methods: readonly string[]): string {
	const names = [
		methods.includes('totp') && 'the six digits of your authenticator app',
		methods.includes('backup_code') && 'a backup code'
	].filter(Boolean);
	return names.join(' or ');
}

/** A secret in groups of four, to be read and typed. */
export function grouped(secret: string): string {
	return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

/** An SVG document as the address of a picture, so that nothing of it becomes part of the page. */
export function pictureOf(svg: string): string {
	return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const METHOD_NAMES: Record<string, string> = {
	pwd: 'password',
	otp: 'authenticator app',
	swk: 'passkey',
	hwk: 'passkey',
	user: 'passkey',
	fed: 'single sign-on',
	sso: 'single sign-on',
	mca: 'backup code',
	mfa: 'second factor'
};

/** How somebody signed in: the method references of RFC 8176 in words, each once. */
export function methodWords(methods: readonly string[]): string {
	return [...new Set(methods.map((one) => METHOD_NAMES[one] ?? one))].join(', ');
}
