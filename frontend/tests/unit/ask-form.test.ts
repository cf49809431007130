import { describe, expect, test } from 'vitest';
import type { Budget } from '../../src/lib/api/budgets';
import { askable, budgetWords, readAskForm, type AskForm } from '../../src/lib/components/ask-form';

const NOW = new Date('2026-11-21T14:20:00Z');
const FORM: AskForm = { kind: 'model_access', models: '', key: '', days: '7', budget: '', amount: '', reason: 'a try' };
const RAISE: AskForm = { ...FORM, kind: 'budget_raise', budget: 'key_1#daily', amount: '1,250.10' };

function budget(scope_id: string, scope_type: string, period: string): Budget {
	const amounts = { limit_usd: '25.5', available_usd: '25.5', held_usd: '0', spent_usd: '0', utilization_percent: 0 };
	return { scope_id, scope_type, scope_name: scope_id, period, period_key: '', ...amounts };
}

const BUDGETS = [budget('org_1', 'organization', 'monthly'), budget('team_1', 'team', 'yearly'), budget('key_1', 'api_key', 'daily')];

describe('what somebody asks for', () => {
	test('is models for a time, for all keys or for one', () => {
		expect(readAskForm({ ...FORM, models: 'gpt-4o\nclaude-*, gpt-4o' }, [], NOW)).toEqual({
			body: { kind: 'model_access', models: ['gpt-4o', 'claude-*'], until: '2026-11-28T14:20:00.000Z', reason: 'a try' },
			errors: {}
		});
		expect(readAskForm({ ...FORM, models: 'o3', key: 'key_1' }, [], NOW).body?.key_id).toBe('key_1');
	});

	test('is more for a budget that there is, in the digits that were typed', () => {
		expect(readAskForm(RAISE, BUDGETS, NOW).body).toEqual({
			kind: 'budget_raise',
			target_type: 'key',
			target_id: 'key_1',
			period: 'daily',
			amount_usd: '1250.10',
			reason: 'a try'
		});
		expect(readAskForm({ ...RAISE, budget: 'team_1#yearly' }, BUDGETS, NOW).body?.target_type).toBe('team');
	});

	test('says per field what is missing', () => {
		expect(Object.keys(readAskForm({ ...FORM, reason: ' ' }, [], NOW).errors)).toEqual(['models', 'reason']);
		expect(readAskForm({ ...FORM, models: 'o3', reason: ' ' }, [], NOW).body).toBeUndefined();
		expect(Object.keys(readAskForm({ ...RAISE, budget: 'key_9#daily', amount: '' }, BUDGETS, NOW).errors)).toEqual([
			'budget',
			'amount'
		]);
		for (const amount of ['0', '0.00', '-1', '1e3', 'ten', '1.0000000001']) {
			expect(readAskForm({ ...RAISE, amount }, BUDGETS, NOW).errors).toHaveProperty('amount');
		}
	});
});

describe('the budgets to choose from', () => {
	test('are those of others only for who may ask for others', () => {
		expect(askable(BUDGETS, true)).toEqual(BUDGETS);
		expect(askable(BUDGETS, false).map((one) => one.scope_id)).toEqual(['key_1']);
	});

	test('are told with their amount and period', () => {
		expect(BUDGETS.map(budgetWords)).toEqual(['org_1, $25.50 per month', 'team_1, $25.50 per year', 'key_1, $25.50 per day']);
	});
});
