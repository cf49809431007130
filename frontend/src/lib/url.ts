/**
 * The state of a page lives in its address: `?r=7d` or `?from=2026-11-01&to=2026-11-20`.
 * Days are UTC; `to` is the last day that is included. Defaults are omitted, unknown keys dropped.
 */

export const PRESETS = ['24h', '7d', '30d', '90d', 'month'] as const;
export type Preset = (typeof PRESETS)[number];

export const PRESET_NAMES: Record<Preset, string> = {
	'24h': '24 hours',
	'7d': '7 days',
	'30d': '30 days',
	'90d': '90 days',
	month: 'This month'
};

export interface Custom {
	from: string;
	to: string;
}

export type Range = Preset | Custom;

export const DEFAULT_RANGE: Preset = '30d';

const RANGE_KEYS: readonly string[] = ['r', 'from', 'to'];

export interface Bounds {
	from: Date;
	to: Date;
	bucket: 'hour' | 'day';
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const LONGEST_DAYS = 400;

/** Reads a range from a query; anything malformed is the default. */
export function readRange(query: URLSearchParams): Range {
	const preset = PRESETS.find((name) => name === query.get('r'));
	if (preset) return preset;
	const from = query.get('from');
	const to = query.get('to');
	if (!from || !to || !isDay(from) || !isDay(to) || from > to) return DEFAULT_RANGE;
	const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
	return days < LONGEST_DAYS ? { from, to } : DEFAULT_RANGE;
}

/** The query of a range, without its question mark; empty for the default. */
export function writeRange(range: Range): string {
	if (range === DEFAULT_RANGE) return '';
	return new URLSearchParams(typeof range === 'string' ? { r: range } : { ...range }).toString();
}

/** The same page with another range: what else its address says stays. */
export function withRange(page: URL, range: Range): string {
	const rest = new URLSearchParams([...page.searchParams].filter(([name]) => !RANGE_KEYS.includes(name)));
	return withQuery(page.pathname, [writeRange(range), rest.toString()].filter(Boolean).join('&'));
}

/** The half-open interval that a range means at `now`, on whole buckets. */
export function boundsOf(range: Range, now: Date): Bounds {
	if (typeof range !== 'string') {
		const from = new Date(range.from);
		const to = new Date(Date.parse(range.to) + DAY_MS);
		return { from, to, bucket: to.getTime() - from.getTime() <= 2 * DAY_MS ? 'hour' : 'day' };
	}
	if (range === '24h') {
		const to = ceil(now, HOUR_MS);
		return { from: new Date(to.getTime() - DAY_MS), to, bucket: 'hour' };
	}
	const to = ceil(now, DAY_MS);
	if (range === 'month') return { from: monthStart(now), to, bucket: 'day' };
	return { from: new Date(to.getTime() - Number.parseInt(range) * DAY_MS), to, bucket: 'day' };
}

/** Midnight of the first of the month, UTC. */
export function monthStart(now: Date): Date {
	return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1));
}

/** Midnight of the day, UTC. */
export function dayStart(now: Date): Date {
	return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
}

/** The calendar day in UTC, as a date input wants it. */
export function isoDay(at: Date): string {
	return at.toISOString().slice(0, 10);
}

export const links = {
	overview: (range: Range = DEFAULT_RANGE) => withQuery('/', writeRange(range)),
	requests: (range: Range = DEFAULT_RANGE, filters: CallFilters = {}) => withQuery('/requests', writeCalls(range, filters)),
	/** With the list that it was found in, so that there is a way back to it. */
	request: (id: string, range: Range = DEFAULT_RANGE, filters: CallFilters = {}) =>
		withQuery(`/requests/${encodeURIComponent(id)}`, writeCalls(range, filters)),
	keys: (filters: Filters = {}) => withQuery('/keys', writeFilters(filters)),
	policies: (filters: Filters = {}) => withQuery('/policies', writeFilters(filters)),
	policy: (id: string, tab = '') => withQuery(`/policies/${encodeURIComponent(id)}`, tab && `tab=${tab}`),
	activatePolicy: (id: string, version: number) =>
		withQuery(`/policies/${encodeURIComponent(id)}`, `tab=versions&activate=${version}`),
	editPolicy: (id: string) => `/policies/${encodeURIComponent(id)}/edit`,
	newPolicy: (template?: string) => withQuery('/policies/new', template ? writeFilters({ template }) : ''),
	violations: (filters: Filters = {}) => withQuery('/violations', writeFilters(filters)),
	approvals: (filters: Filters = {}) => withQuery('/approvals', writeFilters(filters)),
	people: (tab = '', filters: Filters = {}) => withQuery('/people', writeFilters({ tab, ...filters })),
	person: (id: string, tab = '') => withQuery(`/people/${encodeURIComponent(id)}`, tab && `tab=${tab}`),
	importPeople: () => '/people/import',
	team: (id: string) => `/people/teams/${encodeURIComponent(id)}`,
	role: (id: string) => `/people/roles/${encodeURIComponent(id)}`,
	editRole: (id: string) => `/people/roles/${encodeURIComponent(id)}/edit`,
	newRole: (from?: string) => withQuery('/people/roles/new', from ? writeFilters({ from }) : ''),
	review: (id: string, all = false) => withQuery(`/people/reviews/${encodeURIComponent(id)}`, all ? 'show=all' : ''),
	settings: (tab = '') => withQuery('/settings', tab && `tab=${tab}`),
	login: (next?: string) => withQuery('/login', nextQuery(next)),
	duty: (next?: string) => withQuery('/before-you-go-on', nextQuery(next)),
	forgotPassword: () => '/forgot-password',
	/** A page of the API, not of this application. */
	singleSignOn: (connection: string, next: string) =>
		withQuery(`/api/v1/auth/sso/${encodeURIComponent(connection)}/start`, writeFilters({ return_to: next }))
};

/** Filters of a list by name; what is not set is left out of the address. */
export type Filters = Readonly<Record<string, string | undefined>>;

/** The query of filters, without its question mark. */
export function writeFilters(filters: Filters): string {
	const set = Object.entries(filters).filter((one): one is [string, string] => Boolean(one[1]));
	return new URLSearchParams(set).toString();
}

/** By what a list of calls can be narrowed, as the API names it. */
export const CALL_FILTERS = ['model', 'team_id', 'user_id', 'key_id'] as const;
export const OUTCOMES = ['served', 'refused', 'failed'] as const;

export type CallOutcome = (typeof OUTCOMES)[number];
export type CallFilters = Readonly<Partial<Record<(typeof CALL_FILTERS)[number], string>> & { outcome?: CallOutcome }>;

export function readCallFilters(query: URLSearchParams): CallFilters {
	const given = CALL_FILTERS.map((name) => [name, query.get(name)?.slice(0, 200)] as const);
	const outcome = readChoice(query, 'outcome', OUTCOMES);
	return { ...Object.fromEntries(given.filter(([, value]) => value)), ...(outcome && { outcome }) };
}

function writeCalls(range: Range, filters: CallFilters): string {
	return [writeRange(range), writeFilters(filters)].filter(Boolean).join('&');
}

/** A filter of a query, where it is one of the known values. */
export function readChoice<V extends string>(query: URLSearchParams, name: string, known: readonly V[]): V | undefined {
	return known.find((value) => value === query.get(name));
}

/** Where to go after signing in: only a path of this site, never another host. */
export function safeNext(query: URLSearchParams): string {
	const next = query.get('next') ?? '/';
	// Browsers leave tabs and line breaks out of an address: `/<tab>/elsewhere` would be `//elsewhere`.
	return /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith('/login') ? next : '/';
}

function nextQuery(next: string | undefined): string {
	return next && next !== '/' ? `next=${encodeURIComponent(next)}` : '';
}

function withQuery(path: string, query: string): string {
	return query ? `${path}?${query}` : path;
}

function isDay(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && isoDay(new Date(text)) === text;
}

function ceil(at: Date, step: number): Date {
	return new Date(Math.ceil((at.getTime() + 1) / step) * step);
}
