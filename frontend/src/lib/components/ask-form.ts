import type { NewApproval } from '$lib/api/approvals';
import type { Budget } from '$lib/api/budgets';
import { usd } from '$lib/format/money';
import { readLines } from './lines';
import { EACH } from './approval';

export interface AskForm {
	kind: 'model_access' | 'budget_raise';
	/** One per line. */
	models: string;
	/** The key that is to use them, or empty for all of one's own. */
	key: string;
	days: string;
	/** As `budgetKey` names it. */
	budget: string;
	amount: string;
	reason: string;
}

export interface ReadAskForm {
	body?: NewApproval;
	errors: Partial<Record<keyof AskForm, string>>;
}

const DAY_MS = 86_400_000;
const AMOUNT = /^\d{1,9}(\.\d{1,9})?$/;
const TARGETS: Record<string, NonNullable<NewApproval['target_type']>> = {
	api_key: 'key',
	user: 'user',
	team: 'team',
	organization: 'organization'
};

/** Names a budget among others. */
export function budgetKey(budget: Pick<Budget, 'scope_id' | 'period'>): string {
	return `${budget.scope_id}#${budget.period}`;
}

/** The budgets that may be asked about; those of teams and of the organization only for `others`. */
export function askable(budgets: Budget[], others: boolean): Budget[] {
	return budgets.filter(({ scope_type: type }) => type in TARGETS && (others || type === 'api_key' || type === 'user'));
}

/** A budget as a choice: `Claims, $500.00 per month`. */
export function budgetWords(budget: Budget): string {
	return `${budget.scope_name}, ${usd(budget.limit_usd)} ${EACH[budget.period] ?? budget.period}`;
}

/** Turns what was typed into the body of `POST /approvals`, or says per field what is wrong. */
export function readAskForm(form: AskForm, budgets: Budget[], now: Date): ReadAskForm {
	const reason = form.reason.trim();
	const { body, errors } = form.kind === 'model_access' ? readAccess(form, now) : readRaise(form, budgets);
	if (!reason) return { errors: { ...errors, reason: 'Say why: somebody has to decide on it.' } };
	return body ? { body: { ...body, reason }, errors } : { errors };
}

type Asked = { body?: Omit<NewApproval, 'reason'>; errors: ReadAskForm['errors'] };

function readAccess(form: AskForm, now: Date): Asked {
	const models = readLines(form.models);
	if (models.length === 0) return { errors: { models: 'At least one, such as gpt-4o.' } };
	const until = new Date(now.getTime() + Number(form.days) * DAY_MS).toISOString();
	return { body: { kind: 'model_access', models, until, ...(form.key && { key_id: form.key }) }, errors: {} };
}

function readRaise(form: AskForm, budgets: Budget[]): Asked {
	const amount = form.amount.trim().replaceAll(',', '');
	const budget = budgets.find((one) => budgetKey(one) === form.budget);
	const target = budget && TARGETS[budget.scope_type];
	const isAmount = AMOUNT.test(amount) && Number(amount) > 0;
	if (!target || !isAmount) {
		return {
			errors: {
				...(!target && { budget: 'Choose a budget.' }),
				...(!isAmount && { amount: 'An amount such as 25 or 0.50.' })
			}
		};
	}
	const period = budget.period as NonNullable<NewApproval['period']>;
	return {
		body: { kind: 'budget_raise', target_type: target, target_id: budget.scope_id, period, amount_usd: amount },
		errors: {}
	};
}
