import { describe, expect, test } from 'vitest';
import { problemOf } from '../../src/lib/api/error';
import { budgetShares, budgetStanding, byFullness } from '../../src/lib/components/budgets';
import { chargeOf, spansOf, usageSource } from '../../src/lib/components/request';
import { BUDGETS, DETAIL } from '../pages/samples';

describe('the price of a request', () => {
	test('a line keeps every digit of a nano-dollar', () => {
		expect(chargeOf({ unit: 'input', tokens: 1205, price_usd_per_million: '2.5' })).toBe('0.0030125');
		expect(chargeOf({ unit: 'input', tokens: 1, price_usd_per_million: '0.02' })).toBe('0.00000002');
		expect(chargeOf({ unit: 'input', tokens: 0, price_usd_per_million: '10' })).toBe('0');
	});

	test('the lines of the sample add up to its cost', () => {
		const sum = DETAIL.arithmetic.reduce((total, charge) => total + Number(chargeOf(charge)), 0);
		expect(sum).toBeCloseTo(Number(DETAIL.cost_usd), 12);
	});

	test('the source of the tokens is said where something was charged', () => {
		expect(usageSource({ usage_source: 'held' })).toContain('what was held');
		expect(usageSource({ usage_source: 'none' })).toBe('');
		expect(usageSource({ usage_source: null })).toBe('');
	});
});

describe('the timing of a request', () => {
	test('a stream has two phases that meet', () => {
		expect(spansOf({ first_byte_ms: 400, latency_ms: 1500 })).toEqual([
			{ name: 'Until the first byte', from: 0, to: 400 },
			{ name: 'Until the last byte', from: 400, to: 1500 }
		]);
	});
	test('without a first byte there is one', () =>
		expect(spansOf({ first_byte_ms: null, latency_ms: 900 })).toEqual([{ name: 'Whole call', from: 0, to: 900 }]));
	test('a call under way has none', () => expect(spansOf({ first_byte_ms: 3, latency_ms: null })).toEqual([]));
});

describe('budgets', () => {
	test.each([
		[{ limit_usd: '10', spent_usd: '5', held_usd: '1' }, 'fine'],
		[{ limit_usd: '10', spent_usd: '7', held_usd: '1' }, 'close'],
		[{ limit_usd: '10', spent_usd: '9.9', held_usd: '0' }, 'spent'],
		[{ limit_usd: '0', spent_usd: '0', held_usd: '0' }, 'spent']
	] as const)('%j is %s', (budget, standing) => expect(budgetStanding(budgetShares(budget))).toBe(standing));

	test('the fullest come first', () =>
		expect(byFullness(BUDGETS.items).map((budget) => budget.scope_id)).toEqual(['key_2', 'team_1', 'org_1', 'team_3']));
});

describe('problems of the API', () => {
	test('are read with their code, field and pause', async () => {
		const body = { detail: 'Too fast.', code: 'rate_limited', field: 'email', request_id: 'req_1' };
		const problem = await problemOf(Response.json(body, { status: 429, headers: { 'retry-after': '7' } }));
		expect(problem).toMatchObject({
			status: 429,
			code: 'rate_limited',
			message: 'Too fast.',
			field: 'email',
			requestId: 'req_1',
			retryAfter: 7,
			waking: false
		});
	});

	test('of something in between that speaks HTML are still problems', async () => {
		const problem = await problemOf(new Response('<h1>Bad gateway</h1>', { status: 502 }));
		expect(problem).toMatchObject({ status: 502, code: 'unexpected', message: 'The server answered 502.' });
	});

	test('503 means that the database wakes up', async () => {
		expect((await problemOf(new Response('', { status: 503 }))).waking).toBe(true);
	});
});
