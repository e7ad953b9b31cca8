import {
  type Binary,
  type Expr,
  type ExprVisitor,
  type FunctionCall,
  type Grouping,
  type IndexAccess,
  type Logical,
  Star,
  type Unary,
} from '@actions/expressions/ast'
import { pathOf } from './path'

/** Everything that an expression mentions, whichever way its conditions would go. */
export interface Mentions {
  paths: string[][]
  functions: string[]
}

/** Collects the contexts and functions that an expression mentions. */
export function mentionsOf(expression: Expr): Mentions {
  const collector = new Collector()
  expression.accept(collector)
  return collector.mentions
}

class Collector implements ExprVisitor<void> {
  readonly mentions: Mentions = { paths: [], functions: [] }

  visitLiteral(): void {}
  visitContextAccess(): void {}

  visitUnary({ expr }: Unary): void {
    expr.accept(this)
  }

  visitBinary({ left, right }: Binary): void {
    left.accept(this)
    right.accept(this)
  }

  visitLogical({ args }: Logical): void {
    for (const arg of args) arg.accept(this)
  }

  visitGrouping({ group }: Grouping): void {
    group.accept(this)
  }

  visitIndexAccess(access: IndexAccess): void {
    const path = pathOf(access)
    if (path !== null) this.mentions.paths.push(path)
    else {
      access.expr.accept(this)
      // A `*` mentions nothing, and its accept throws.
      if (!(access.index instanceof Star)) access.index.accept(this)
    }
  }

  visitFunctionCall({ functionName, args }: FunctionCall): void {
    this.mentions.functions.push(functionName.lexeme.toLowerCase())
    for (const arg of args) arg.accept(this)
  }
}
