const BROWSERS: [RegExp, string][] = [
	[/Edg(A|iOS)?\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari'],
	[/^curl\//, 'curl'],
	[/python/i, 'Python']
];

const SYSTEMS: [RegExp, string][] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

/** `Firefox on Windows` from a user agent, as far as it can be told; for people, not for decisions. */
export function deviceWords(agent: string | null | undefined): string {
	if (!agent) return 'Unknown device';
	const browser = BROWSERS.find(([shape]) => shape.test(agent))?.[1];
	const system = SYSTEMS.find(([shape]) => shape.test(agent))?.[1];
	if (browser && system) return `${browser} on ${system}`;
	return browser ?? system ?? agent.slice(0, 40);
}
