import { api, dataOf, type Fetch } from './client';
import type { paths } from './schema';

type Answer = paths['/api/v1/budgets']['get']['responses'][200]['content']['application/json'];

export type Budget = Answer['items'][number];

/** Every budget that the signed-in person may see, as it stands in its current period. */
export async function listBudgets(fetch: Fetch, signal?: AbortSignal): Promise<Budget[]> {
	return (await dataOf(api(fetch).GET('/api/v1/budgets', { signal }))).items;
}
