import type { Budget } from '$lib/api/budgets';
import { dollars } from '$lib/format/money';

export interface Shares {
	spent: number;
	held: number;
	/** Both together. */
	used: number;
}

/** Spent and held as shares of the limit; a limit of zero is used up. */
export function budgetShares(budget: Pick<Budget, 'limit_usd' | 'spent_usd' | 'held_usd'>): Shares {
	const limit = dollars(budget.limit_usd);
	if (limit <= 0) return { spent: 1, held: 0, used: 1 };
	const spent = dollars(budget.spent_usd);
	const held = dollars(budget.held_usd);
	return { spent: spent / limit, held: held / limit, used: (spent + held) / limit };
}

/** `close` from 80 %, `spent` when less than 1 % is left for another call. */
export function budgetStanding({ used }: Shares): 'fine' | 'close' | 'spent' {
	if (used >= 0.99) return 'spent';
	return used >= 0.8 ? 'close' : 'fine';
}

/** The fullest budgets first. */
export function byFullness(budgets: Budget[]): Budget[] {
	return [...budgets].sort((a, b) => budgetShares(b).used - budgetShares(a).used);
}
