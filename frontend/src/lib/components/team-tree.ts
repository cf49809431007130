import type { TeamBranch } from '$lib/api/teams';

export interface TeamRow {
	team: TeamBranch;
	/** How many teams stand above it. */
	depth: number;
}

/** The tree in the order in which it reads: each team, then those below it, by name. */
export function rowsOf(branches: readonly TeamBranch[], depth = 0): TeamRow[] {
	return branches
		.toSorted((a, b) => a.name.localeCompare(b.name))
		.flatMap((team) => [{ team, depth }, ...rowsOf(team.below, depth + 1)]);
}
