import { api, dataOf, type Fetch, type Schemas } from './client';
import type { Bounds } from '$lib/url';

export type GroupBy = Schemas['GroupBy'];
export type Totals = Schemas['TotalsView'];
export type Group = Schemas['GroupView'];
export type Summary = Schemas['UsageSummaryView'];

export interface Question {
	bounds: Bounds;
	group_by: GroupBy;
	model?: string;
}

/** Sums over a span, and by group: by time in its order, else from the dearest. */
export function usageSummary(fetch: Fetch, question: Question, signal?: AbortSignal): Promise<Summary> {
	const { bounds, group_by, model } = question;
	const query = { ...spanOf(bounds), time_zone: 'UTC', group_by, model };
	return dataOf(api(fetch).GET('/api/v1/usage/summary', { params: { query }, signal }));
}

/** The half-open interval as the API asks for it. */
export function spanOf(bounds: Bounds): { start: string; end: string } {
	return { start: bounds.from.toISOString(), end: bounds.to.toISOString() };
}
