/** Asks the model by Converse, which is the same for every provider's models, and prints the answer. */
export const CALL_BEDROCK_SCRIPT = `"""Ask a model on Amazon Bedrock one question and print its answer.

Credentials come from the environment, where configure-aws-credentials put them.
"""

import os

import boto3

client = boto3.client("bedrock-runtime", region_name=os.environ["AWS_REGION"])
response = client.converse(
    modelId=os.environ["BEDROCK_MODEL_ID"],
    messages=[{"role": "user", "content": [{"text": os.environ["PROMPT"]}]}],
    inferenceConfig={"maxTokens": 1000},
)
blocks = response["output"]["message"]["content"]
print("".join(block.get("text", "") for block in blocks))
`
