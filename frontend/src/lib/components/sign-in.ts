import type { SignedIn } from '$lib/api/auth';
import type { ApiError } from '$lib/api/error';
import { plural } from '$lib/format/number';
import { dayYear } from '$lib/format/time';

const DAY_MS = 86_400_000;

/** How long somebody who tried too often has to wait. */
export function waitWords(error: ApiError): string {
	const seconds = Math.ceil(error.retryAfter ?? 0);
	if (!seconds) return 'Too many attempts.';
	return seconds <= 120 ? `Too many attempts. Try again in ${seconds} s.` : `Too many attempts. Try again in ${Math.ceil(seconds / 60)} minutes.`;
}

/** What signing in brought up that somebody should see to; empty where there is nothing. */
export function adviceOf(answer: SignedIn, now: Date): string {
	if (answer.password_change_required) return 'Your password does not meet the rules of your organization. Choose another.';
	if (answer.mfa_required_by) {
		return `From ${dayYear(new Date(answer.mfa_required_by))} on, signing in takes a second factor.`;
	}
	const expires = answer.password_expires_soon ? answer.password_expires_at : undefined;
	if (!expires) return '';
	const days = Math.max(1, Math.ceil((Date.parse(expires) - now.getTime()) / DAY_MS));
	return `Your password has to change within ${plural(days, 'day')}.`;
}
