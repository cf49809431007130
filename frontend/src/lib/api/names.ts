import { api, dataOf, type Fetch } from './client';
import { ApiError } from './error';
import { listKeys } from './keys';

/** Names of keys, teams, people and the organization by id, to show instead of ids. */
export type Names = ReadonlyMap<string, string>;

interface Named {
	id: string;
	name: string;
}

interface NamedPage {
	items: Named[];
	next_cursor?: string | null;
}

const PAGE = 100;
const MOST_PAGES = 10;

/** Up to a thousand of each kind; what lies beyond shows its id. */
export async function fetchNames(fetch: Fetch, signal?: AbortSignal): Promise<Names> {
	const all = await Promise.all([
		every((cursor) => listKeys(fetch, signal, cursor)),
		every((cursor) => dataOf(api(fetch).GET('/api/v1/teams', { params: { query: { limit: PAGE, cursor } }, signal }))),
		every((cursor) => dataOf(api(fetch).GET('/api/v1/users', { params: { query: { limit: PAGE, cursor } }, signal }))),
		every(() => dataOf(api(fetch).GET('/api/v1/organizations', { signal })))
	]);
	return new Map(all.flat().map((one) => [one.id, one.name]));
}

async function every(load: (cursor?: string) => Promise<NamedPage>): Promise<Named[]> {
	const items: Named[] = [];
	let cursor: string | undefined;
	for (let page = 0; page < MOST_PAGES; page++) {
		const answer = await load(cursor).catch(nothingForbidden);
		items.push(...answer.items);
		cursor = answer.next_cursor ?? undefined;
		if (!cursor) break;
	}
	return items;
}

/** Who may not see teams sees their ids; that is no reason to fail. */
function nothingForbidden(thrown: unknown): NamedPage {
	if (thrown instanceof ApiError && thrown.status === 403) return { items: [] };
	throw thrown;
}
