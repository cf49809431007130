import type { ReviewStatus, Verdict } from '$lib/api/violations';

interface VerdictWords {
	verdict: Verdict;
	name: string;
	/** What it means, beside the field for the reason. */
	means: string;
	/** Whether a reason is needed. */
	reasoned: boolean;
}

const ACKNOWLEDGE: VerdictWords = {
	verdict: 'acknowledge',
	name: 'Acknowledge',
	means: 'Somebody has seen it and looks into it.',
	reasoned: true
};
const RESOLVE: VerdictWords = { verdict: 'resolve', name: 'Resolve', means: 'It was real, and it is dealt with.', reasoned: true };
const FALSE_POSITIVE: VerdictWords = {
	verdict: 'false_positive',
	name: 'False positive',
	means: 'The policy should not have spoken. It counts against its score.',
	reasoned: true
};
const REOPEN: VerdictWords = { verdict: 'reopen', name: 'Reopen', means: 'It is not done.', reasoned: false };

/** What a person can make of a violation that stands like this, as the API allows it. */
export function verdictsFor(status: ReviewStatus): VerdictWords[] {
	if (status === 'open') return [ACKNOWLEDGE, RESOLVE, FALSE_POSITIVE];
	return status === 'acknowledged' ? [RESOLVE, FALSE_POSITIVE, REOPEN] : [REOPEN];
}
