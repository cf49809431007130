import type { Group, GroupBy, Summary, Totals } from '$lib/api/usage';
import type { Ranked } from '$lib/components/rank-list.svelte';
import type { Series } from '$lib/charts/geometry';
import { dollars, usd } from '$lib/format/money';
import { countShort, plural } from '$lib/format/number';
import { day, dayYear, hour } from '$lib/format/time';
import { dayStart, isoDay, type Bounds } from '$lib/url';

export type Metric = 'cost' | 'calls' | 'tokens';

/** The buckets of a range, each with its group of the summary where it has one. */
export interface Timeline {
	starts: Date[];
	groups: (Group | undefined)[];
}

const STEP_MS = { hour: 3_600_000, day: 86_400_000 };

/** Lays the groups of a summary by time on the buckets of its range; gaps stay empty. */
export function timeline(summary: Summary, bounds: Bounds): Timeline {
	const byStart = new Map(summary.items.map((group) => [Date.parse(group.group), group]));
	const starts: Date[] = [];
	for (let at = bounds.from.getTime(); at < bounds.to.getTime(); at += STEP_MS[bounds.bucket]) starts.push(new Date(at));
	return { starts, groups: starts.map((at) => byStart.get(at.getTime())) };
}

/** Axis labels and tooltip headings of the buckets. */
export function bucketLabels(starts: Date[], bucket: Bounds['bucket']): { short: string[]; long: string[] } {
	if (bucket === 'day') return { short: starts.map(day), long: starts.map(dayYear) };
	return { short: starts.map(hour), long: starts.map((at) => `${day(at)}, ${hour(at)} UTC`) };
}

/** Calls by outcome, tokens by direction; cost is one series unless it was asked per model. */
export function seriesOf(line: Timeline, metric: Metric): Series[] {
	const pick = (name: string, value: (group: Group) => number): Series => ({
		name,
		values: line.groups.map((group) => (group ? value(group) : 0))
	});
	if (metric === 'cost') return [pick('Cost', (group) => dollars(group.cost_usd))];
	if (metric === 'tokens')
		return [pick('Input', (group) => group.input_tokens), pick('Output', (group) => group.output_tokens)];
	return [pick('Answered', answered), pick('Refused', (group) => group.refused), pick('Failed', (group) => group.errors)];
}

/** The named series, and what of the whole they leave as `Other` where that is anything. */
export function withOther(named: Series[], whole: Series | undefined): Series[] {
	const values = (whole?.values ?? []).map((total, at) =>
		Math.max(0, total - named.reduce((sum, one) => sum + (one.values[at] ?? 0), 0))
	);
	return values.some((value) => value > 1e-9) ? [...named, { name: 'Other', values }] : named;
}

export function answered(totals: Totals): number {
	return totals.requests - totals.refused - totals.errors;
}

export function tokensOf(totals: Totals): number {
	return totals.input_tokens + totals.output_tokens;
}

/** The dearest groups of a summary for a ranking. */
export function ranking(
	summary: Summary,
	nameOf: (id: string) => string,
	hrefOf: (id: string) => string | undefined = () => undefined,
	limit = 5
): Ranked[] {
	return summary.items.slice(0, limit).map((group) => ({
		id: group.group,
		name: nameOf(group.group),
		href: group.group ? hrefOf(group.group) : undefined,
		value: dollars(group.cost_usd),
		text: usd(group.cost_usd),
		note: plural(group.requests, 'call').replace(/^[\d,]+/, countShort(group.requests))
	}));
}

/** What was spent on the day of `now`, from a summary by day. */
export function spentToday(summary: Summary, now: Date): string {
	const today = isoDay(dayStart(now));
	return summary.items.find((group) => group.group.startsWith(today))?.cost_usd ?? '0';
}

export function groupByTime(bounds: Bounds): GroupBy {
	return bounds.bucket;
}
