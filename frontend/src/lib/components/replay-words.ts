import type { Replay } from '$lib/api/policies';
import type { Series } from '$lib/charts/geometry';
import { usd } from '$lib/format/money';
import { count, percent } from '$lib/format/number';
import { actionDone } from '$lib/format/policy';
import type { Stat } from '$lib/ui/stats.svelte';

/** The figures of a replay, the weightiest first. */
export function replayStats(found: Replay): Stat[] {
	const { evaluated, newly_refused, refused, affected, users, keys } = found;
	return [
		{
			name: 'Newly refused',
			value: count(newly_refused.requests),
			note: `${percent(newly_refused.requests, evaluated)} of calls`,
			tone: newly_refused.requests > 0 ? 'bad' : 'good'
		},
		{ name: 'Spending not made', value: usd(newly_refused.cost_usd), note: 'of the newly refused' },
		{ name: 'Said something about', value: count(affected.requests), note: `${percent(affected.requests, evaluated)} of calls` },
		{ name: 'People · keys', value: `${count(users.count)} · ${count(keys.count)}`, note: 'affected' },
		{ name: 'Refused in all', value: count(refused.requests), note: `${count(found.refused_then)} were refused then` },
		{ name: 'Looked at', value: count(evaluated), note: `in ${(found.took_ms / 1_000).toFixed(1)} s` }
	];
}

/** By day: calls that would be refused, and those that something else would happen to. */
export function replaySeries(found: Replay): Series[] {
	return [
		{ name: 'Would act', values: found.by_day.map((one) => Math.max(0, one.affected.requests - one.refused.requests)) },
		{ name: 'Would refuse', values: found.by_day.map((one) => one.refused.requests) }
	];
}

/** What would be done, with how many calls: `214 refused, 3 warned`, the most frequent first. */
export function outcomes(counts: Readonly<Record<string, number>>): string {
	const said = Object.entries(counts)
		.filter(([action, calls]) => calls > 0 && action !== 'allow')
		.sort((a, b) => b[1] - a[1])
		.map(([action, calls]) => `${count(calls)} ${actionDone(action)}`);
	return said.join(', ');
}
