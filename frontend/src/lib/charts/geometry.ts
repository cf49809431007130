/** Pure chart geometry: data in, pixels out. */

import { scaleBand, scaleLinear } from 'd3-scale';
import { stack, line, area, curveMonotoneX } from 'd3-shape';

export interface Series {
	name: string;
	/** One value per bucket, in the order of the buckets. */
	values: number[];
}

export interface Frame {
	width: number;
	height: number;
	top: number;
	right: number;
	bottom: number;
	left: number;
}

export interface Segment {
	series: number;
	bucket: number;
	x: number;
	y: number;
	width: number;
	height: number;
	/** True for the segment that ends the column. */
	last: boolean;
}

export interface Columns {
	segments: Segment[];
	/** Left edge and centre of each bucket's band, and the distance between two. */
	bands: { x: number; centre: number }[];
	step: number;
	ticks: { value: number; y: number }[];
	base: number;
	totals: number[];
}

/** Stacked columns, one band per bucket; an empty column has no segments. */
export function columns(series: Series[], buckets: number, frame: Frame): Columns {
	const indexes = Array.from({ length: buckets }, (_, index) => index);
	const totals = indexes.map((at) => series.reduce((sum, one) => sum + (one.values[at] ?? 0), 0));
	const highest = Math.max(0, ...totals);
	const y = scaleLinear()
		.domain([0, highest === 0 ? 1 : highest])
		.nice(4)
		.range([frame.height - frame.bottom, frame.top]);
	const x = scaleBand<number>()
		.domain(indexes)
		.range([frame.left, frame.width - frame.right])
		.paddingInner(buckets > 45 ? 0.18 : 0.28)
		.paddingOuter(0.1);
	const width = Math.min(x.bandwidth(), 44);
	const inset = (x.bandwidth() - width) / 2;
	const layers = stack<number, number>()
		.keys(series.map((_, index) => index))
		.value((at, key) => series[key]?.values[at] ?? 0)(indexes);
	const segments = layers.flatMap((layer) =>
		layer.flatMap((point, bucket) => {
			const top = y(point[1]);
			const height = y(point[0]) - top;
			if (height <= 0) return [];
			const last = point[1] >= (totals[bucket] ?? 0) - 1e-12;
			return [{ series: layer.key, bucket, x: (x(bucket) ?? 0) + inset, y: top, width, height, last }];
		})
	);
	// Of a thing that is counted there is no half.
	const whole = totals.every(Number.isInteger);
	const ticks = highest === 0 ? [] : y.ticks(4).filter((value) => !whole || Number.isInteger(value));
	return {
		segments,
		bands: indexes.map((at) => ({ x: x(at) ?? 0, centre: (x(at) ?? 0) + x.bandwidth() / 2 })),
		step: x.step(),
		ticks: ticks.map((value) => ({ value, y: y(value) })),
		base: y(0),
		totals
	};
}

/** Which buckets carry a label, so that labels of `labelWidth` pixels do not touch. */
export function labelled(buckets: number, step: number, labelWidth: number): number[] {
	if (buckets === 0) return [];
	const every = Math.max(1, Math.ceil(labelWidth / step));
	const indexes: number[] = [];
	for (let at = (buckets - 1) % every; at < buckets; at += every) indexes.push(at);
	return indexes;
}

/** A rectangle whose upper corners are rounded, as an SVG path. */
export function roundedTop(x: number, y: number, width: number, height: number, radius: number): string {
	const r = Math.max(0, Math.min(radius, width / 2, height));
	return `M${x},${y + height}V${y + r}Q${x},${y} ${x + r},${y}H${x + width - r}Q${x + width},${y} ${x + width},${y + r}V${y + height}Z`;
}

/** The line and the filled area of a sparkline; empty for less than two values. */
export function spark(values: number[], width: number, height: number): { line: string; area: string } {
	if (values.length < 2) return { line: '', area: '' };
	const pad = 2;
	const highest = Math.max(...values);
	const x = scaleLinear().domain([0, values.length - 1]).range([pad, width - pad]);
	const y = scaleLinear().domain([0, highest === 0 ? 1 : highest]).range([height - pad, pad]);
	const points = values.map((value, at): [number, number] => [x(at), y(value)]);
	return {
		line: line().curve(curveMonotoneX)(points) ?? '',
		area: area<[number, number]>()
			.x((point) => point[0])
			.y0(height)
			.y1((point) => point[1])
			.curve(curveMonotoneX)(points) ?? ''
	};
}
