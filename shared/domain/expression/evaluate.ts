import { data, Lexer, Parser, wellKnownFunctions } from '@actions/expressions'
import type {
  Binary,
  Expr,
  ExprVisitor,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from '@actions/expressions/ast'
import { TokenType } from '@actions/expressions/lexer'
import { equals, falsy, greaterThan, lessThan, truthy } from '@actions/expressions/result'
import { pathOf } from './path'

/** A value of an expression; `known` is false where it, or something it hangs on, is only known in a run. */
export interface Evaluated {
  value: data.ExpressionData
  known: boolean
}

/** What an expression stands on; `path` is what follows the context, such as `outputs.arn`. */
export interface World {
  read(context: string, path: string): Evaluated
  call(name: string): Evaluated | null
}

const CONTEXTS = 'github env vars secrets inputs needs steps job jobs runner strategy matrix'.split(' ')
const STATUS_FUNCTIONS = ['success', 'failure', 'always', 'cancelled']
const ANY_ARGUMENTS = { minArgs: 0, maxArgs: 255 }

/** Parses by GitHub's own grammar; null when it is not an expression. */
export function parseExpression(source: string): Expr | null {
  const functions = [...STATUS_FUNCTIONS, 'hashFiles'].map((name) => ({ name, ...ANY_ARGUMENTS }))
  try {
    return new Parser(new Lexer(source).lex().tokens, CONTEXTS, functions).parse()
  } catch {
    return null
  }
}

/** Evaluates by GitHub's rules of truth and comparison, carrying along what is unknown. */
export function evaluate(expression: Expr, world: World): Evaluated {
  return expression.accept(new PartialEvaluator(world))
}

const UNKNOWN: Evaluated = { value: new data.Null(), known: false }

class PartialEvaluator implements ExprVisitor<Evaluated> {
  constructor(private readonly world: World) {}

  visitLiteral({ literal }: Literal): Evaluated {
    return { value: literal, known: true }
  }

  visitGrouping({ group }: Grouping): Evaluated {
    return group.accept(this)
  }

  visitUnary({ expr }: Unary): Evaluated {
    const { value, known } = expr.accept(this)
    return { value: new data.BooleanData(falsy(value)), known }
  }

  visitBinary(binary: Binary): Evaluated {
    const left = binary.left.accept(this)
    const right = binary.right.accept(this)
    const holds = compare(binary.operator.type, left.value, right.value)
    return { value: new data.BooleanData(holds), known: left.known && right.known }
  }

  visitLogical({ operator, args }: Logical): Evaluated {
    let known = true
    let value: data.ExpressionData = new data.Null()
    for (const arg of args) {
      const part = arg.accept(this)
      value = part.value
      known &&= part.known
      if (operator.type === TokenType.AND ? falsy(value) : truthy(value)) break
    }
    return { value, known }
  }

  visitContextAccess(): Evaluated {
    return UNKNOWN
  }

  visitIndexAccess(access: IndexAccess): Evaluated {
    const path = pathOf(access)
    if (path === null) return UNKNOWN
    const [context = '', ...rest] = path
    return this.world.read(context.toLowerCase(), rest.join('.'))
  }

  visitFunctionCall({ functionName, args }: FunctionCall): Evaluated {
    const name = functionName.lexeme.toLowerCase()
    const answer = this.world.call(name)
    if (answer !== null) return answer
    const implementation = wellKnownFunctions[name]
    if (implementation === undefined) return UNKNOWN
    const evaluated = args.map((arg) => arg.accept(this))
    if (evaluated.some(({ known }) => !known)) return UNKNOWN
    return { value: implementation.call(...evaluated.map(({ value }) => value)), known: true }
  }
}

function compare(operator: TokenType, left: data.ExpressionData, right: data.ExpressionData): boolean {
  if (operator === TokenType.EQUAL_EQUAL) return equals(left, right)
  if (operator === TokenType.BANG_EQUAL) return !equals(left, right)
  if (operator === TokenType.GREATER) return greaterThan(left, right)
  if (operator === TokenType.LESS) return lessThan(left, right)
  if (operator === TokenType.GREATER_EQUAL) return equals(left, right) || greaterThan(left, right)
  return equals(left, right) || lessThan(left, right)
}
