import type { Charge, RequestDetail } from '$lib/api/requests';
import { dollars } from '$lib/format/money';

const SOURCES: Record<string, string> = {
	provider: 'Tokens as the provider reported them.',
	counted: 'The provider reported no usage: the tokens were counted here.',
	held: 'The true usage never became known: what was held is charged.'
};

/** Where the tokens come from, as a sentence; empty where nothing was charged. */
export function usageSource(request: Pick<RequestDetail, 'usage_source'>): string {
	return SOURCES[request.usage_source ?? ''] ?? '';
}

/** Dollars of one line of the price, as a decimal text with every digit of a nano-dollar. */
export function chargeOf(charge: Charge): string {
	const value = (charge.tokens * dollars(charge.price_usd_per_million)) / 1e6;
	return value.toFixed(9).replace(/0+$/, '').replace(/\.$/, '');
}

/** Whether there is something to explain: anything but a call that was simply let through. */
export function wasDecided(request: Pick<RequestDetail, 'decision' | 'refusal'>): boolean {
	return request.refusal !== null || request.decision !== 'allow';
}

export interface Span {
	name: string;
	from: number;
	to: number;
}

/** The phases of a call in milliseconds from its start; none while it runs or when it was refused. */
export function spansOf(request: Pick<RequestDetail, 'first_byte_ms' | 'latency_ms'>): Span[] {
	const { first_byte_ms: first, latency_ms: end } = request;
	if (end === null) return [];
	if (first === null || first > end) return [{ name: 'Whole call', from: 0, to: end }];
	return [
		{ name: 'Until the first byte', from: 0, to: first },
		{ name: 'Until the last byte', from: first, to: end }
	];
}
