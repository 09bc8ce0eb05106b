import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';

/** What a selector names. */
export interface Selected {
  readonly metric: string;
  readonly labels: readonly MatchedLabel[];
  /** The aggregation right around it, as `max`; null where there is none. */
  readonly aggregatedBy: string | null;
}

export interface MatchedLabel {
  readonly name: string;
  readonly operator: string;
  readonly value: string;
}

export interface PromqlReading {
  readonly selected: readonly Selected[];
  /** Labels of `by`, `without`, `on`, `ignoring` and `group_left`. */
  readonly grouped: readonly string[];
}

export class PromqlError extends Error {
  override readonly name = 'PromqlError';
}

/** Reads a query by Prometheus's own grammar. @throws PromqlError where it does not parse, and for a selector without a name */
export function readPromql(promql: string): PromqlReading {
  const selected: Selected[] = [];
  const grouped: string[] = [];
  const textOf = (node: SyntaxNode): string => promql.slice(node.from, node.to);
  const visit = (node: SyntaxNode): void => {
    if (node.type.isError) throw new PromqlError(`not PromQL at ${node.from}: ${promql}`);
    if (node.name === 'VectorSelector') selected.push(readSelector(node, textOf));
    if (node.name === 'GroupingLabels') grouped.push(...node.getChildren('LabelName').map(textOf));
    for (let child = node.firstChild; child; child = child.nextSibling) visit(child);
  };
  visit(parser.parse(promql).topNode);
  return { selected, grouped };
}

function readSelector(node: SyntaxNode, textOf: (node: SyntaxNode) => string): Selected {
  const name = node.getChild('Identifier');
  if (!name) throw new PromqlError(`a selector without the name of a metric: ${textOf(node)}`);
  const labels: MatchedLabel[] = [];
  const visit = (at: SyntaxNode): void => {
    if (at.name === 'UnquotedLabelMatcher') labels.push(readMatcher(at, textOf));
    for (let child = at.firstChild; child; child = child.nextSibling) visit(child);
  };
  visit(node);
  return { metric: textOf(name), labels, aggregatedBy: aggregationAround(node, textOf) };
}

function readMatcher(node: SyntaxNode, textOf: (node: SyntaxNode) => string): MatchedLabel {
  const [name, operator, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((kind) => node.getChild(kind));
  if (!name || !operator || !value) throw new PromqlError(`not a matcher: ${textOf(node)}`);
  return { name: textOf(name), operator: textOf(operator), value: textOf(value).slice(1, -1) };
}

function aggregationAround(node: SyntaxNode, textOf: (node: SyntaxNode) => string): string | null {
  for (let at = node.parent; at; at = at.parent) {
    const operation = at.name === 'AggregateExpr' ? at.getChild('AggregateOp') : null;
    if (operation) return textOf(operation);
  }
  return null;
}
