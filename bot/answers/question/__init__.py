"""What a question asks for, read once."""

from bot.answers.question.is_question import is_question
from bot.answers.question.parse import parse
from bot.answers.question.question import Question
from bot.answers.question.requests import Request, parse_request

__all__ = ["Question", "Request", "is_question", "parse", "parse_request"]
